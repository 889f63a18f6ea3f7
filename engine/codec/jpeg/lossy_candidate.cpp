#include "engine/codec/jpeg/lossy_candidate.h"

#include <algorithm>
#include <utility>

#include "engine/codec/jpeg/decode.h"
#include "engine/codec/jpeg/jpeg_search.h"
#include "engine/codec/jpeg/quality_estimate.h"
#include "engine/codec/jpeg/transcode.h"

namespace pixmill::jpeg {

namespace {

constexpr ChromaSampling k_420{2, 2};
constexpr ChromaSampling k_444{1, 1};

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

/// Pixels are transformed once; other ways of coding the same coefficients are transcodes.
Result<Bytes> encode_smallest(const Image& image,
                              EncodeOptions options,
                              const std::vector<EntropyCoding>& codings,
                              const KeptMetadata& metadata) {
  options.coding = codings.front();
  Result<Bytes> first = encode_pixels(image, options, metadata);
  if (!first || codings.size() == 1) return first;
  const std::vector<EntropyCoding> others(codings.begin() + 1, codings.end());
  Result<Bytes> other = transcode(*first, others, metadata);
  if (!other) return other;
  return other->size() < first->size() ? std::move(other) : std::move(first);
}

/// The score of the file itself, which is not the search's: that one may have looked at less.
Result<double> score_file(const Bytes& file, const SearchResult& search) {
  Limits none;  // the file is our own
  none.max_pixels = UINT64_MAX;
  const Result<Header> header = read_header(file, none);
  if (!header) return unexpected(header.error());
  const Result<Image> decoded = decode_pixels(file, *header);
  if (!decoded) return unexpected(decoded.error());
  return search.score_of(*decoded);
}

Result<Candidate> encode_candidate(const LossyRequest& request,
                                   const EncodeOptions& options,
                                   const SearchResult* search) {
  Result<Bytes> file = encode_smallest(request.image, options, request.codings, request.metadata);
  if (!file) return unexpected(file.error());
  Candidate candidate;
  candidate.bytes = std::move(*file);
  candidate.method = search != nullptr ? Method::search : Method::quality;
  candidate.width = request.image.width;
  candidate.height = request.image.height;
  candidate.quality = options.quality;
  if (search == nullptr) return candidate;
  const Result<double> score = score_file(candidate.bytes, *search);
  if (!score) return unexpected(score.error());
  candidate.metric = search->report.metric;
  candidate.score = *score;
  return candidate;
}

}  // namespace

SourceFacts source_facts(const Header& header) {
  SourceFacts facts{estimate_quality(header), std::nullopt};
  if (header.component_count != 3) return facts;
  const auto& [luma, cb, cr, unused] = header.components;
  const bool chroma_once =
      cb.horizontal == 1 && cb.vertical == 1 && cr.horizontal == 1 && cr.vertical == 1;
  if (chroma_once) facts.sampling = ChromaSampling{luma.horizontal, luma.vertical};
  return facts;
}

Status propose_lossy(const LossyRequest& request, Proposal& proposal) {
  const JpegSettings& settings = request.settings;
  const std::optional<int> bound =
      settings.reencode == Reencode::higher_only ? request.source.quality : std::nullopt;
  const auto worth_it = [&](int quality) { return !bound || *bound > quality; };
  EncodeOptions options;
  options.quality = settings.quality;
  options.sampling = choose_sampling(settings.subsampling, request.source);
  std::optional<SearchResult> search;
  if (settings.mode == JpegMode::search) {
    if (!worth_it(settings.quality_low)) return {};
    Result<SearchResult> found = search_quality(request.image, settings, options.sampling);
    if (!found) return unexpected(found.error());
    search = std::move(*found);
    proposal.search = search->report;
    options.quality = search->report.quality;
  }
  if (!worth_it(options.quality)) return {};
  Result<Candidate> candidate = encode_candidate(request, options, search ? &*search : nullptr);
  if (!candidate) return unexpected(candidate.error());
  proposal.candidates.push_back(std::move(*candidate));
  return {};
}

}  // namespace pixmill::jpeg
