#include "engine/codec/jpeg/jpeg_search.h"

#include <utility>

#include "engine/codec/jpeg/decode.h"
#include "engine/metric/sad.h"
#include "engine/search/interpolating_search.h"
#include "engine/search/quality_search.h"

namespace pixmill::jpeg {

namespace {

/// The quality whose score stands for "as good as it gets" in optimize-images.
constexpr int k_norm_quality = 95;

/// A result may miss its target by this much of SSIMULACRA2's hundred, less than eyes can tell.
constexpr double k_tolerance = 0.3;
/// And exceed it by this much before another encoding is worth its time.
constexpr double k_slack = 1.1;
/// Most searches look here first: the median of what training pictures needed for a score of 75.
constexpr int k_first_quality = 75;
/// Final encodings in one search: the first guess and its corrections.
constexpr int k_max_encodings = 4;

SearchReport report_of(Metric metric, const QualityChoice& choice, std::size_t extra_probes) {
  return {
      metric, choice.quality, choice.score, static_cast<int>(choice.probes.size() + extra_probes)};
}

Result<double> score_file(const Result<Bytes>& file, const ScoreOf& score_of) {
  if (!file) return unexpected(file.error());
  const Result<Image> image = decode_own(*file);
  if (!image) return unexpected(image.error());
  return score_of(*image);
}

/// SSIMULACRA2 has the scale that interpolation is for; SSIM's, 0 to 1, is brought to it.
double points_per_unit(Metric metric) {
  return metric == Metric::ssim ? 100.0 : 1.0;
}

}  // namespace

Result<Image> decode_own(const Bytes& file) {
  Limits none;  // the file is our own, and no larger than what was let in
  none.max_pixels = UINT64_MAX;
  const Result<Header> header = read_header(file, none);
  if (!header) return unexpected(header.error());
  return decode_pixels(file, *header);
}

Result<SearchedFile> search_by_sad(const Image& image,
                                   const JpegSettings& settings,
                                   const PictureEncoder& encoder) {
  const Image thumbnail = sad_thumbnail(image);
  const ScoreAt score_at = [&](int quality) {
    const EncodeOptions options{quality, {2, 2}, EntropyCoding::fixed};
    return score_file(
        encode_pixels(thumbnail, options, {}),
        [&](const Image& result) -> Result<double> { return sad_score(thumbnail, result); });
  };
  const Result<double> norm = score_at(k_norm_quality);
  if (!norm) return unexpected(norm.error());
  const Result<QualityChoice> choice =
      bisect_quality({settings.quality_low, settings.quality_high}, score_at, [&](double score) {
        return score / *norm >= settings.target;
      });
  if (!choice) return unexpected(choice.error());
  const Result<Draft> draft = encoder.draft(choice->quality);
  if (!draft) return unexpected(draft.error());
  Result<Bytes> file = encoder.finish(*draft);
  const Result<double> score = score_file(file, [&](const Image& result) -> Result<double> {
    return sad_score(thumbnail, sad_thumbnail(result));
  });
  if (!score) return unexpected(score.error());
  return SearchedFile{
      report_of(Metric::sad, *choice, 1), choice->quality, *score, std::move(*file), true};
}

Result<SearchedFile> search_by_score(const ScoreOf& score_of,
                                     const JpegSettings& settings,
                                     const PictureEncoder& encoder) {
  const double points = points_per_unit(settings.metric);
  const auto in_points = [&](const Result<double>& score) -> Result<double> {
    if (!score) return score;
    return *score * points;
  };
  InterpolationGoal goal;
  goal.range = {settings.quality_low, settings.quality_high};
  goal.target = settings.target * points;
  goal.first = k_first_quality;
  const auto score_draft = [&](const Result<Draft>& draft) -> Result<double> {
    if (!draft) return unexpected(draft.error());
    return in_points(score_file(encoder.preview(*draft), score_of));
  };
  const Result<InterpolatedChoice> probed =
      interpolate_quality(goal, [&](int quality) { return score_draft(encoder.sketch(quality)); });
  if (!probed) return unexpected(probed.error());

  SearchedFile found;
  goal.first = probed->choice.quality;
  goal.below = k_tolerance;
  goal.above = k_slack;
  goal.max_probes = k_max_encodings;
  std::vector<Draft> drafts;
  const Result<InterpolatedChoice> settled = interpolate_quality(goal, [&](int quality) {
    Result<Draft> draft = encoder.draft(quality);
    Result<double> score = score_draft(draft);
    if (draft) drafts.push_back(std::move(*draft));
    return score;
  });
  if (!settled) return unexpected(settled.error());
  for (const Draft& draft : drafts) {
    if (draft.quality != settled->choice.quality) continue;
    Result<Bytes> file = encoder.finish(draft);
    if (!file) return unexpected(file.error());
    found.file = std::move(*file);
  }
  found.quality = settled->choice.quality;
  found.score = settled->choice.score / points;
  found.reached = settled->reached;
  found.report = {settings.metric,
                  found.quality,
                  found.score,
                  static_cast<int>(probed->choice.probes.size() + settled->choice.probes.size())};
  return found;
}

}  // namespace pixmill::jpeg
