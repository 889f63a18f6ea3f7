// How given coefficients are coded in the fewest bytes. Both an encoding and a lossless transcode
// ask here, so that a second run over a file that pixmill wrote finds nothing to gain.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/codec/jpeg/coefficient_view.h"
#include "engine/codec/jpeg/encode.h"
#include "engine/codec/jpeg/scans/scan_script.h"

namespace pixmill::jpeg {

struct CodingChoice {
  ScanScript scans;        ///< none: baseline
  std::uint64_t bits = 0;  ///< what they take, within a hundredth; 0 where that was not needed
};

/// The smallest file among what `allowed` (not empty) names: `optimized` is baseline, and
/// `progressive` any script.
CodingChoice choose_coding(const CoefficientView& image, const std::vector<EntropyCoding>& allowed);

}  // namespace pixmill::jpeg
