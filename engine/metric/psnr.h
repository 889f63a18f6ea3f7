// Peak signal-to-noise ratio: known to everyone, blind to what eyes see; for comparing with others'
// numbers.
//
// In dB, 10 log10(255^2 / mean squared error), over all colour samples together (not per channel,
// not luma alone). Identical pictures, whose ratio is infinite, score k_psnr_identical. 16-bit
// samples are rounded to 8 bits first; pictures with alpha are compared over black and over white,
// and the worse score counts; grey against colour is compared as colour.
#pragma once

#include <memory>

#include "engine/base/result.h"
#include "engine/metric/metric.h"

namespace pixmill {

/// The score of identical pictures, and the cap of all others. A single sample off by one reaches
/// 100 dB only in pictures of more than 150,000 samples; such are as good as identical.
inline constexpr double k_psnr_identical = 100.0;

Result<std::unique_ptr<Comparison>> compare_by_psnr(const Image& reference);

}  // namespace pixmill
