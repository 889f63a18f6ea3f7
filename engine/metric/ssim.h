// Structural similarity of luma, for those who compare with others' numbers or want what Yelp's
// quality search used. It knows no colour, and weighs no error by the eye's contrast at its scale:
// ssimulacra2 is the better judge.
//
// "SSIM" names several definitions. This one is the mean over all windows of 8x8 pixels, one at
// every position, each pixel weighing the same (Wang and Bovik's square window; Wang et al., "Image
// quality assessment: from error visibility to structural similarity", IEEE TIP 2004, eq. 13, with
// K1 = 0.01, K2 = 0.03 and L = 255). Variances are unbiased. Luma is BT.601's in 8 bits, as
// Pillow's mode L and JPEG have it. 16-bit samples are rounded to 8 bits first; pictures with alpha
// are compared over black and over white, and the worse score counts. Window sums are integers: no
// rounding but the quotient's depends on an order.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/base/result.h"
#include "engine/metric/metric.h"

namespace pixmill {

/// The side of the windows; smaller pictures have no score.
inline constexpr std::uint32_t k_ssim_window = 8;

/// Scores lie in -1 to 1, 1 for identical luma. Fails with unsupported when a side is under 8
/// pixels.
Result<std::unique_ptr<Comparison>> compare_by_ssim(const Image& reference);

}  // namespace pixmill
