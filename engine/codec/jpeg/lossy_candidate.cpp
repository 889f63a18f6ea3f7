#include "engine/codec/jpeg/lossy_candidate.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "engine/codec/jpeg/encoder/front_end.h"
#include "engine/codec/jpeg/encoder/mosaic.h"
#include "engine/codec/jpeg/encoder/picture_encoder.h"
#include "engine/codec/jpeg/encoder/source_coefficients.h"
#include "engine/codec/jpeg/jpeg_search.h"
#include "engine/codec/jpeg/quality_estimate.h"
#include "engine/metric/metric.h"
#include "engine/metric/srgb_comparison.h"

namespace pixmill::jpeg {

namespace {

constexpr ChromaSampling k_420{2, 2};
constexpr ChromaSampling k_444{1, 1};

/// From this quality on, what 4:2:0 loses is a good part of the error, and 4:4:4 may be smaller.
constexpr int k_try_full_chroma_from = 86;

ChromaSampling choose_sampling(Subsampling wanted, const SourceFacts& source) {
  switch (wanted) {
    case Subsampling::s444:
      return k_444;
    case Subsampling::source:
      return source.sampling.value_or(k_420);
    case Subsampling::s420:
    case Subsampling::automatic:
      break;
  }
  return k_420;
}

bool is_subsampled(const SourceFacts& source) {
  return source.sampling && *source.sampling != k_444;
}

/// Requantising keeps the source's subsampling; pixels can have any.
bool can_requantise(const LossyRequest& request, ChromaSampling sampling) {
  if (request.source.coefficients == nullptr) return false;
  return request.image.channels == 1 || request.source.sampling == sampling;
}

Result<DctImage> transform(const LossyRequest& request, ChromaSampling sampling) {
  if (!can_requantise(request, sampling)) return transform_pixels(request.image, sampling);
  const PackedImage& source = *request.source.coefficients;
  const ColorModel color = source.frame.color;
  // a file may be RGB without conversion
  const bool is_plain = color == ColorModel::ycbcr || color == ColorModel::grey;
  return is_plain ? dequantise(source) : transform_pixels(request.image, sampling);
}

using Encoder = std::unique_ptr<PictureEncoder>;

/// An encoder, and for a large picture one of a sample of it.
struct Encoders {
  Encoder whole;
  Encoder sample;                  ///< null where the whole is small
  std::unique_ptr<Image> sampled;  ///< what `sample` encodes
};

enum class Sampling : std::uint8_t { none, where_large };

Result<Encoders> make_encoders(const LossyRequest& request,
                               ChromaSampling sampling,
                               Sampling wanted) {
  const Packing packing{request.codings, request.metadata};
  const JpegEffort effort = request.settings.effort;
  if (effort == JpegEffort::classic) {
    return Encoders{make_libjpeg_encoder(request.image, sampling, packing), nullptr, nullptr};
  }
  Result<DctImage> transformed = transform(request, sampling);
  if (!transformed) return unexpected(transformed.error());
  Encoders out;
  const auto mosaic = wanted == Sampling::none ? std::nullopt : Mosaic::of(*transformed);
  if (mosaic) {
    out.sampled = std::make_unique<Image>(mosaic->sample(request.image));
    out.sample = make_trained_encoder(mosaic->sample(*transformed), *out.sampled, effort, packing);
  }
  out.whole = make_trained_encoder(std::move(*transformed), request.image, effort, packing);
  return out;
}

/// By SAD, optimize-images' way of searching looks at a thumbnail of its own.
Sampling sample_for(Metric metric) {
  return metric == Metric::sad ? Sampling::none : Sampling::where_large;
}

Candidate candidate_of(const LossyRequest& request, Method method, int quality, Bytes file) {
  Candidate candidate;
  candidate.bytes = std::move(file);
  candidate.method = method;
  candidate.width = request.image.width;
  candidate.height = request.image.height;
  candidate.quality = quality;
  return candidate;
}

bool may_try_full_chroma(const LossyRequest& request, const SearchedFile& found) {
  if (request.settings.subsampling != Subsampling::automatic) return false;
  if (request.image.channels == 1 || is_subsampled(request.source)) return false;
  return !found.reached || found.quality >= k_try_full_chroma_from;
}

/// Who says how good a result is.
struct Judge {
  const MetricRow& metric;
  const Bytes& profile;  ///< of the source's colours
  Comparison& whole;
};

/// By the sample, if there is one; it is given back then.
Result<SearchStart> start(const JpegSettings& settings, Encoders& encoders, const Judge& judge) {
  if (encoders.sample == nullptr) {
    const ScoreOf score_of = [&](const Image& result) { return judge.whole.score(result); };
    return start_search({score_of, *encoders.whole}, SearchedPart::whole, settings);
  }
  const auto comparison = compare_in_srgb(judge.metric, *encoders.sampled, judge.profile);
  if (!comparison) return unexpected(comparison.error());
  const ScoreOf score_of = [&](const Image& result) { return (*comparison)->score(result); };
  Result<SearchStart> found =
      start_search({score_of, *encoders.sample}, SearchedPart::sample, settings);
  encoders.sample.reset();
  encoders.sampled.reset();
  return found;
}

Result<SearchedFile> search_at(const JpegSettings& settings,
                               Encoders& encoders,
                               const Judge& judge) {
  const Result<SearchStart> found = start(settings, encoders, judge);
  if (!found) return unexpected(found.error());
  const ScoreOf score_of = [&](const Image& result) { return judge.whole.score(result); };
  return search_from(*found, {score_of, *encoders.whole}, settings);
}

Result<SearchedFile> search_file(const LossyRequest& request, const JpegSettings& settings) {
  const ChromaSampling sampling = choose_sampling(settings.subsampling, request.source);
  Result<Encoders> encoders = make_encoders(request, sampling, sample_for(settings.metric));
  if (!encoders) return unexpected(encoders.error());
  if (settings.metric == Metric::sad) {
    return search_by_sad(request.image, settings, *encoders->whole);
  }
  const MetricRow* row = find_metric(settings.metric);
  if (row == nullptr) {
    return unexpected(ErrorCode::unsupported, "the search's metric is not built in");
  }
  const auto comparison = compare_in_srgb(*row, request.image, request.source.profile);
  if (!comparison) return unexpected(comparison.error());
  const Judge judge{*row, request.source.profile, **comparison};
  Result<SearchedFile> found = search_at(settings, *encoders, judge);
  if (!found || !may_try_full_chroma(request, *found)) return found;
  *encoders = {};
  Result<Encoders> full = make_encoders(request, k_444, sample_for(settings.metric));
  if (!full) return unexpected(full.error());
  Result<SearchedFile> other = search_at(settings, *full, judge);
  if (!other || !other->reached) return found;
  const bool is_better = !found->reached || other->file.size() < found->file.size();
  return is_better ? std::move(other) : std::move(found);
}

/// Qualities at which encoding anew may be worth it, from the source's own on there are none.
std::optional<int> highest_useful(const LossyRequest& request) {
  if (request.settings.reencode != Reencode::higher_only || !request.source.quality) return {};
  return *request.source.quality - 1;
}

Status propose_searched(const LossyRequest& request, Proposal& proposal) {
  const std::optional<int> highest = highest_useful(request);
  if (highest && (request.source.is_own || *highest < request.settings.quality_low)) return {};
  JpegSettings settings = request.settings;
  const bool is_bounded = highest && *highest < settings.quality_high;
  if (is_bounded && settings.metric != Metric::sad) settings.quality_high = *highest;
  Result<SearchedFile> found = search_file(request, settings);
  if (!found) return unexpected(found.error());
  proposal.search = found->report;
  if (highest && found->quality > *highest) return {};
  if (is_bounded && !found->reached) return {};
  Candidate candidate =
      candidate_of(request, Method::search, found->quality, std::move(found->file));
  candidate.metric = settings.metric;
  candidate.score = found->score;
  proposal.candidates.push_back(std::move(candidate));
  return {};
}

/// Neither SSIMULACRA2 nor SSIM has a score for shorter sides.
constexpr std::uint32_t k_min_scored_side = 8;

bool has_score(const LossyRequest& request) {
  if (request.settings.metric == Metric::sad) return true;
  return std::min(request.image.width, request.image.height) >= k_min_scored_side;
}

Status propose_at(const LossyRequest& request, int quality, Proposal& proposal) {
  const std::optional<int> highest = highest_useful(request);
  if (highest && quality > *highest) return {};
  const ChromaSampling sampling = choose_sampling(request.settings.subsampling, request.source);
  const Result<Encoders> encoders = make_encoders(request, sampling, Sampling::none);
  if (!encoders) return unexpected(encoders.error());
  const Result<Draft> draft = encoders->whole->draft(quality);
  if (!draft) return unexpected(draft.error());
  Result<Bytes> file = encoders->whole->finish(*draft);
  if (!file) return unexpected(file.error());
  proposal.candidates.push_back(candidate_of(request, Method::quality, quality, std::move(*file)));
  return {};
}

}  // namespace

SourceFacts source_facts(const Header& header, const PackedImage& coefficients) {
  SourceFacts facts{
      estimate_quality(header), std::nullopt, own_quality(header).has_value(), &coefficients, {}};
  if (header.component_count != 3) return facts;
  const auto& [luma, cb, cr, unused] = header.components;
  const bool chroma_once =
      cb.horizontal == 1 && cb.vertical == 1 && cr.horizontal == 1 && cr.vertical == 1;
  if (chroma_once) facts.sampling = ChromaSampling{luma.horizontal, luma.vertical};
  return facts;
}

Status propose_lossy(const LossyRequest& request, Proposal& proposal) {
  const JpegSettings& settings = request.settings;
  if (settings.mode == JpegMode::fixed) return propose_at(request, settings.quality, proposal);
  if (has_score(request)) return propose_searched(request, proposal);
  const bool is_conversion = request.source.coefficients == nullptr;
  return is_conversion ? propose_at(request, settings.quality_high, proposal) : Status{};
}

}  // namespace pixmill::jpeg
