// Pictures in the colours of a profile, judged as they look: metrics speak of sRGB.
#pragma once

#include <memory>

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/image/image.h"
#include "engine/metric/metric.h"

namespace pixmill {

/// The metric's comparison for pictures in the colours of `icc`, reference and candidates alike;
/// with an empty profile the metric's own. Candidates have the reference's channels. A conversion
/// takes 6 bytes a pixel and about 15 ms a megapixel. Fails as SrgbConversion::open() does.
Result<std::unique_ptr<Comparison>> compare_in_srgb(const MetricRow& metric,
                                                    const Image& reference,
                                                    ByteView icc);

}  // namespace pixmill
