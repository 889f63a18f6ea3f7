#include "engine/codec/jpeg/jpeg_search.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "engine/codec/jpeg/decode.h"
#include "engine/metric/sad.h"
#include "engine/search/interpolating_search.h"
#include "engine/search/quality_search.h"

namespace pixmill::jpeg {

namespace {

/// The quality whose score stands for "as good as it gets" in optimize-images.
constexpr int k_norm_quality = 95;

/// A result may miss its target by this much of SSIMULACRA2's hundred, less than eyes can tell.
constexpr double k_tolerance = 0.4;
/// And exceed it by this much before another draft is worth its time.
constexpr double k_slack = 1.3;
/// Drafts in one search: the first guess and its corrections.
constexpr int k_max_drafts = 4;

/// Most searches look here first: the median of what training pictures needed for a score of 75.
constexpr int k_first_quality = 75;
/// Sketches are over when a score is this near to the target: a draft tells more.
constexpr double k_near = 3.0;
constexpr int k_max_sketches = 3;

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

namespace {

/// One search by score, in points of SSIMULACRA2.
class ScoreSearch {
 public:
  ScoreSearch(const ScoredPicture& whole, const ScoredPicture& sample, const JpegSettings& settings)
      : whole_(whole),
        sample_(sample),
        points_(points_per_unit(settings.metric)),
        range_{settings.quality_low, settings.quality_high},
        target_(settings.target * points_) {}

  /// Sketches, which cost half as much as drafts, until the target is near.
  Result<InterpolatedChoice> sketch() const {
    InterpolationGoal goal;
    goal.range = range_;
    const double missing =
        std::sqrt(std::max(0.0, 100 - target_)) - whole_.encoder.sketch_advance();
    goal.target = 100 - missing * missing;
    goal.below = k_near;
    goal.above = k_near;
    goal.first = k_first_quality;
    goal.max_probes = k_max_sketches;
    return interpolate_quality(
        goal, [&](int quality) { return score_draft(sample_, sample_.encoder.sketch(quality)); });
  }

  /// By how much the last sketch comes out better than a draft, in square roots of what misses to
  /// 100: measured where a sample makes that cheap.
  Result<double> advance_of(const InterpolatedChoice& sketched) const {
    if (&sample_.encoder == &whole_.encoder) return whole_.encoder.sketch_advance();
    Result<double> score = score_draft(sample_, sample_.encoder.draft(sketched.choice.quality));
    if (!score) return score;
    return std::sqrt(std::max(0.0, 100 - *score)) -
           std::sqrt(std::max(0.0, 100 - sketched.choice.score));
  }

  /// Drafts, from where the sketches point to; those made are kept.
  Result<InterpolatedChoice> settle(const InterpolatedChoice& sketched, double advance) {
    InterpolationGoal goal;
    goal.range = range_;
    goal.target = target_;
    goal.below = k_tolerance;
    goal.above = k_slack;
    goal.slope = sketched.slope;
    goal.max_probes = k_max_drafts;
    const double missing = std::sqrt(std::max(0.0, 100 - sketched.choice.score)) + advance;
    goal.first = quality_for({sketched.choice.quality, 100 - missing * missing},
                             sketched.slope,
                             target_ + (k_slack - k_tolerance) / 2);
    return interpolate_quality(goal, [&](int quality) {
      Result<Draft> draft = whole_.encoder.draft(quality);
      Result<double> score = score_draft(whole_, draft);
      if (draft) drafts_.push_back(std::move(*draft));
      return score;
    });
  }

  Result<Bytes> finish(int quality) const {
    const auto draft = std::find_if(
        drafts_.begin(), drafts_.end(), [&](const Draft& made) { return made.quality == quality; });
    if (draft == drafts_.end()) return unexpected(ErrorCode::internal, "a draft is missing");
    return whole_.encoder.finish(*draft);
  }

  double points() const { return points_; }

 private:
  Result<double> score_draft(const ScoredPicture& picture, const Result<Draft>& draft) const {
    if (!draft) return unexpected(draft.error());
    Result<double> score = score_file(picture.encoder.preview(*draft), picture.score_of);
    if (!score) return score;
    return *score * points_;
  }

  const ScoredPicture& whole_;
  const ScoredPicture& sample_;
  double points_;
  QualityRange range_;
  double target_;
  std::vector<Draft> drafts_;
};

}  // namespace

Result<SearchedFile> search_by_score(const ScoredPicture& whole,
                                     const ScoredPicture& sample,
                                     const JpegSettings& settings) {
  ScoreSearch search(whole, sample, settings);
  const Result<InterpolatedChoice> sketched = search.sketch();
  if (!sketched) return unexpected(sketched.error());
  const Result<double> advance = search.advance_of(*sketched);
  if (!advance) return unexpected(advance.error());
  const Result<InterpolatedChoice> settled = search.settle(*sketched, *advance);
  if (!settled) return unexpected(settled.error());
  Result<Bytes> file = search.finish(settled->choice.quality);
  if (!file) return unexpected(file.error());
  const double score = settled->choice.score / search.points();
  SearchReport report = report_of(settings.metric, settled->choice, sketched->choice.probes.size());
  report.score = score;
  return SearchedFile{report, settled->choice.quality, score, std::move(*file), settled->reached};
}

}  // namespace pixmill::jpeg
