#include "engine/codec/jpeg/jpeg_search.h"

#include <memory>
#include <utility>

#include "engine/codec/jpeg/decode.h"
#include "engine/metric/metric.h"
#include "engine/metric/sad.h"
#include "engine/search/quality_search.h"

namespace pixmill::jpeg {

namespace {

/// The quality whose score stands for "as good as it gets" in optimize-images.
constexpr int k_norm_quality = 95;

/// The picture as it looks after having been a JPEG. How its coefficients are coded does not
/// matter, so the fastest way serves.
Result<Image> round_trip(const Image& image, int quality, ChromaSampling sampling) {
  const Result<Bytes> file = encode_pixels(image, {quality, sampling, EntropyCoding::fixed}, {});
  if (!file) return unexpected(file.error());
  Limits none;  // the file is our own, and no larger than what was let in
  none.max_pixels = UINT64_MAX;
  const Result<Header> header = read_header(*file, none);
  if (!header) return unexpected(header.error());
  return decode_pixels(*file, *header);
}

SearchReport report_of(Metric metric, const QualityChoice& choice, int extra_probes) {
  return {
      metric, choice.quality, choice.score, static_cast<int>(choice.probes.size()) + extra_probes};
}

Result<SearchResult> search_by_sad(const Image& image, const JpegSettings& settings) {
  Image thumbnail = sad_thumbnail(image);
  const ScoreAt score_at = [&](int quality) -> Result<double> {
    const Result<Image> result = round_trip(thumbnail, quality, ChromaSampling{2, 2});
    if (!result) return unexpected(result.error());
    return sad_score(thumbnail, *result);
  };
  const Result<double> norm = score_at(k_norm_quality);
  if (!norm) return unexpected(norm.error());
  const Result<QualityChoice> choice =
      bisect_quality({settings.quality_low, settings.quality_high}, score_at, [&](double score) {
        return score / *norm >= settings.target;
      });
  if (!choice) return unexpected(choice.error());
  return SearchResult{report_of(Metric::sad, *choice, 1),
                      [reference = std::move(thumbnail)](const Image& result) -> Result<double> {
                        return sad_score(reference, sad_thumbnail(result));
                      }};
}

Result<SearchResult> search_by_metric(const Image& image,
                                      const JpegSettings& settings,
                                      ChromaSampling sampling) {
  const MetricRow* row = find_metric(settings.metric);
  if (row == nullptr) {
    return unexpected(ErrorCode::unsupported, "the search's metric is not built in");
  }
  Result<std::unique_ptr<Comparison>> prepared = row->against(image);
  if (!prepared) return unexpected(prepared.error());
  const std::shared_ptr<Comparison> comparison = std::move(*prepared);
  const ScoreAt score_at = [&](int quality) -> Result<double> {
    const Result<Image> result = round_trip(image, quality, sampling);
    if (!result) return unexpected(result.error());
    return comparison->score(*result);
  };
  const Result<QualityChoice> choice =
      bisect_quality({settings.quality_low, settings.quality_high}, score_at, [&](double score) {
        return score >= settings.target;
      });
  if (!choice) return unexpected(choice.error());
  return SearchResult{report_of(settings.metric, *choice, 0),
                      [comparison](const Image& result) { return comparison->score(result); }};
}

}  // namespace

Result<SearchResult> search_quality(const Image& image,
                                    const JpegSettings& settings,
                                    ChromaSampling sampling) {
  if (settings.metric == Metric::sad) return search_by_sad(image, settings);
  return search_by_metric(image, settings, sampling);
}

}  // namespace pixmill::jpeg
