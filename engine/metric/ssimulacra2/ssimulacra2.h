// SSIMULACRA2 2.1, the perceptual metric that pixmill promises quality in: 100 is identical, 90
// visually lossless, 70 high, 50 medium quality; below about 10 the eye rejects it.
//
// An implementation of our own from the published definition (github.com/cloudinary/ssimulacra2),
// within 0.0006 of the reference's scores (as it computes them on CPUs with AVX2), and the same
// bits on every CPU; see kernels.h. The reference computes everything in whole planes and takes 162
// ms and 150 bytes a pixel; here strips of eight rows pass through the cache, only the maps that
// weigh anything are computed, and a source is prepared once for all its candidates.
#pragma once

#include <memory>

#include "engine/base/result.h"
#include "engine/image/image.h"
#include "engine/metric/metric.h"
#include "engine/metric/ssimulacra2/kernels.h"
#include "engine/metric/ssimulacra2/plane.h"

namespace pixmill {

/// Fails with unsupported where the metric is not defined: when a side is under 8 pixels.
Status check_ssimulacra2_size(const Image& reference);

/// Prepares `reference`, sRGB of 8 or 16 bits; grey counts for all three colours. Pictures with
/// alpha are composited over black and over white, and the worse score counts. Keeps no reference
/// to it. Fails with unsupported when a side is under 8 pixels. Takes about 25 bytes a pixel, 45
/// where the reference is translucent.
Result<std::unique_ptr<Comparison>> compare_by_ssimulacra2(const Image& reference);

/// The same in memory that outlives it: for many sources one after another. The comparison before
/// it in the same arena ends with its beginning. Tests name the kernels.
Result<std::unique_ptr<Comparison>> compare_by_ssimulacra2(
    const Image& reference,
    ssimulacra2::PlaneArena& arena,
    const ssimulacra2::Kernels& kernels = ssimulacra2::best_kernels());

}  // namespace pixmill
