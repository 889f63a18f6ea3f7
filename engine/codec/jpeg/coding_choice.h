// How given coefficients are coded in the fewest bytes. Both an encoding and a lossless transcode
// ask here, so that a second run over a file that pixmill wrote finds nothing to gain.
#pragma once

#include <vector>

#include "engine/codec/jpeg/coefficient_image.h"
#include "engine/codec/jpeg/encode.h"
#include "engine/codec/jpeg/scans/scan_script.h"

namespace pixmill::jpeg {

/// The scans of the smallest file among what `allowed` (not empty) names: `optimized` is baseline,
/// for which the answer is no scans, and `progressive` any script.
ScanScript choose_scans(const CoefficientImage& image, const std::vector<EntropyCoding>& allowed);

}  // namespace pixmill::jpeg
