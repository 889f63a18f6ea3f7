#include "engine/codec/jpeg/jpeg_search.h"

#include <algorithm>
#include <cmath>
#include <optional>
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
constexpr double k_tolerance = 0.48;
/// And exceed it by this much before another draft is worth its time.
constexpr double k_slack = 1.45;
/// Drafts in one search: the first guess and its corrections.
constexpr int k_max_drafts = 4;

/// Most searches look here first: the median of what training pictures needed for a score of 75.
constexpr int k_first_quality = 75;
/// Sketches are over when a score is this near to the target: a draft tells more.
constexpr double k_near = 3.0;
/// Those of a sample cost little, and a second one tells the slope.
constexpr double k_near_of_sample = 1.0;
constexpr int k_max_sketches = 3;

/// By how much a sample scores better than the whole, in square roots of what misses to 100 (the
/// median over 36 pictures of 4 to 9 megapixels).
constexpr double k_sample_lead = 0.15;

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

/// The square root of what a score misses to 100.
double missing_at(double score) {
  return std::sqrt(std::max(0.0, 100 - score));
}

double score_missing(double missing) {
  return 100 - missing * missing;
}

/// Pictures of one kind, scored in points of SSIMULACRA2.
class Scorer {
 public:
  Scorer(const ScoredPicture& picture, const JpegSettings& settings)
      : encoder_(picture.encoder),
        score_of_(picture.score_of),
        points_(points_per_unit(settings.metric)) {}

  const PictureEncoder& encoder() const { return encoder_; }
  double points() const { return points_; }

  Result<double> score(const Result<Draft>& draft) const {
    if (!draft) return unexpected(draft.error());
    Result<double> score = score_file(encoder_.preview(*draft), score_of_);
    if (!score) return score;
    return *score * points_;
  }

 private:
  const PictureEncoder& encoder_;
  const ScoreOf& score_of_;
  double points_;
};

/// The draft that a search would end with if it ended now.
class BestDraft {
 public:
  explicit BestDraft(double enough) : enough_(enough) {}

  void note(Draft draft, double score) {
    const bool reaches = score >= enough_;
    const bool is_better = !draft_ || (reaches && (!reaches_ || draft.quality < draft_->quality)) ||
                           (!reaches && !reaches_ && draft.quality > draft_->quality);
    if (!is_better) return;
    draft_ = std::move(draft);
    reaches_ = reaches;
  }
  const std::optional<Draft>& draft() const { return draft_; }

 private:
  double enough_;
  std::optional<Draft> draft_;
  bool reaches_ = false;
};

}  // namespace

Result<SearchStart> start_search(const ScoredPicture& picture,
                                 SearchedPart part,
                                 const JpegSettings& settings) {
  const Scorer scorer(picture, settings);
  const PictureEncoder& encoder = scorer.encoder();
  const double lead = part == SearchedPart::sample ? k_sample_lead : 0;
  InterpolationGoal goal;
  goal.range = {settings.quality_low, settings.quality_high};
  goal.target = score_missing(missing_at(settings.target * scorer.points()) -
                              encoder.sketch_advance() - lead);
  goal.below = part == SearchedPart::sample ? k_near_of_sample : k_near;
  goal.above = goal.below;
  goal.first = k_first_quality;
  goal.max_probes = k_max_sketches;
  const Result<InterpolatedChoice> sketched =
      interpolate_quality(goal, [&](int quality) { return scorer.score(encoder.sketch(quality)); });
  if (!sketched) return unexpected(sketched.error());
  const int quality = sketched->choice.quality;
  double missing = missing_at(sketched->choice.score) + encoder.sketch_advance();
  if (part == SearchedPart::sample) {
    // a draft of a sample costs little, and tells how far sketches are off in this picture
    const Result<double> score = scorer.score(encoder.draft(quality));
    if (!score) return unexpected(score.error());
    missing = missing_at(*score);
  }
  return SearchStart{
      {quality, score_missing(missing + lead)}, sketched->slope, sketched->choice.probes.size()};
}

Result<SearchedFile> search_from(const SearchStart& start,
                                 const ScoredPicture& whole,
                                 const JpegSettings& settings) {
  const Scorer scorer(whole, settings);
  const PictureEncoder& encoder = scorer.encoder();
  InterpolationGoal goal;
  goal.range = {settings.quality_low, settings.quality_high};
  goal.target = settings.target * scorer.points();
  goal.below = k_tolerance;
  goal.above = k_slack;
  goal.slope = start.slope;
  goal.max_probes = k_max_drafts;
  goal.first = quality_for(start.expected, start.slope, goal.target + (k_slack - k_tolerance) / 2);
  BestDraft best(goal.target - k_tolerance);
  const Result<InterpolatedChoice> settled = interpolate_quality(goal, [&](int quality) {
    Result<Draft> draft = encoder.draft(quality);
    Result<double> score = scorer.score(draft);
    if (score) best.note(std::move(*draft), *score);
    return score;
  });
  if (!settled) return unexpected(settled.error());
  const QualityChoice& choice = settled->choice;
  if (!best.draft() || best.draft()->quality != choice.quality) {
    return unexpected(ErrorCode::internal, "the search's draft is missing");
  }
  Result<Bytes> file = encoder.finish(*best.draft());
  if (!file) return unexpected(file.error());
  const double score = choice.score / scorer.points();
  SearchReport report = report_of(settings.metric, choice, start.probes);
  report.score = score;
  return SearchedFile{report, choice.quality, score, std::move(*file), settled->reached};
}

}  // namespace pixmill::jpeg
