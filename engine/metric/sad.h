// The sum of absolute differences as optimize-images measures it: 1 minus the mean difference of
// two thumbnails of 400x400, whatever the pictures' shape. Cheap, and blind to much: it is here to
// agree with that program, not because it is good.
//
// The thumbnail is Pillow's default resize. 16-bit samples are rounded to 8 bits first. Pictures
// with alpha are compared twice, over black and over white, and the worse score counts. Grey
// against colour is compared as colour.
#pragma once

#include <memory>

#include "engine/base/result.h"
#include "engine/metric/metric.h"

namespace pixmill {

/// The side of the thumbnails that are compared.
inline constexpr std::uint32_t k_sad_side = 400;

/// What of a picture the metric looks at; for 8-bit pictures without alpha.
Image sad_thumbnail(const Image& image);

/// 1 - mean|a - b| / 255 over all samples, which for bands of equal size is optimize-images'
/// 1 - sum over bands of mean|a - b| / (bands * 255). Both of one shape, 8 bits a sample.
double sad_score(const Image& a, const Image& b);

/// The row's function; scores lie in 0 to 1, 1 for identical thumbnails.
Result<std::unique_ptr<Comparison>> compare_by_sad(const Image& reference);

}  // namespace pixmill
