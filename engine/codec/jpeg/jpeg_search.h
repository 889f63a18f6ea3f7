// The quality search over JPEG: which round trip is scored by which metric.
#pragma once

#include <functional>

#include "engine/base/result.h"
#include "engine/codec/codec.h"
#include "engine/codec/jpeg/encode.h"
#include "engine/image/image.h"
#include "engine/settings/settings.h"

namespace pixmill::jpeg {

struct SearchResult {
  SearchReport report;
  /// Scores a decoded result against the picture that was searched for, by the search's metric.
  std::function<Result<double>(const Image&)> score_of;
};

/// Searches the settings' range for the lowest quality that reaches the target. 8-bit grey or RGB.
/// - sad: as optimize-images does, on the thumbnail of 400x400, always 4:2:0; a quality is good
///   enough if its score is at least `target` of the score at quality 95, which costs one encoding
///   more. Grey pictures are searched as grey.
/// - other metrics: on the picture itself, sampled as its result will be; the score must reach
///   `target`.
/// Fails with unsupported for a metric that is not built in.
Result<SearchResult> search_quality(const Image& image,
                                    const JpegSettings& settings,
                                    ChromaSampling sampling);

}  // namespace pixmill::jpeg
