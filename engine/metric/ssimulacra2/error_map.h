// SSIMULACRA2's error maps, kept instead of summed: all channels and scales together, at the
// picture's own size.
//
// Made for looking at, so it is written for being read: whole planes, and the definition's blur as
// the FIR filter that it mathematically is. Scores come from the kernels.
#pragma once

#include "engine/base/result.h"
#include "engine/image/image.h"
#include "engine/metric/error_map.h"

namespace pixmill {

/// A value of v says: were the whole picture as bad as it is here, its score would be 100 - 70 v,
/// or below 30 where v is 1. Translucent pictures are composited over black and over white, and the
/// worse value of each place counts. Takes about 60 bytes a pixel.
/// Fails with usage when the sizes differ, with unsupported when a side is under 8 pixels.
Result<ErrorMap> map_ssimulacra2_errors(const Image& reference, const Image& candidate);

}  // namespace pixmill
