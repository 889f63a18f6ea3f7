#include "engine/codec/jpeg/jpeg_codec.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/codec/jpeg/coefficient_file.h"
#include "engine/codec/jpeg/compare_coefficients.h"
#include "engine/codec/jpeg/decode.h"
#include "engine/codec/jpeg/header.h"
#include "engine/codec/jpeg/libjpeg.h"
#include "engine/codec/jpeg/lossy_candidate.h"
#include "engine/codec/jpeg/metadata.h"
#include "engine/codec/jpeg/transcode.h"
#include "engine/image/convert.h"
#include "engine/image/srgb_conversion.h"

namespace pixmill {

namespace {

using namespace jpeg;

/// optimize-images makes a JPEG progressive where its source is larger than this.
constexpr std::size_t k_classic_progressive_bytes = 10'000;

using Codings = std::vector<EntropyCoding>;

/// The ways of coding that a lossless transcode may choose from. `classic` is a rule for encodings.
Codings transcode_codings(Progressive progressive) {
  if (progressive == Progressive::on) return {EntropyCoding::progressive};
  if (progressive == Progressive::off) return {EntropyCoding::optimized};
  return {EntropyCoding::optimized, EntropyCoding::progressive};
}

Codings encode_codings(Progressive progressive, std::size_t source_bytes) {
  if (progressive != Progressive::classic) return transcode_codings(progressive);
  if (source_bytes > k_classic_progressive_bytes) return {EntropyCoding::progressive};
  return {EntropyCoding::optimized};
}

std::string library_version() {
#ifdef LIBJPEG_TURBO_VERSION
#define PIXMILL_TEXT_OF(x) #x
#define PIXMILL_TEXT_OF_VALUE(x) PIXMILL_TEXT_OF(x)
  return "libjpeg-turbo " PIXMILL_TEXT_OF_VALUE(LIBJPEG_TURBO_VERSION);
#undef PIXMILL_TEXT_OF_VALUE
#undef PIXMILL_TEXT_OF
#else
  return "libjpeg " + std::to_string(JPEG_LIB_VERSION);
#endif
}

Status check_working_bytes(std::uint64_t bytes, const Limits& limits) {
  if (bytes <= limits.max_working_bytes) return {};
  return unexpected(ErrorCode::limit_exceeded,
                    "it would take " + std::to_string(bytes) +
                        " bytes to work on, over the limit of " +
                        std::to_string(limits.max_working_bytes));
}

/// The header of any JPEG within the limits, also of one that is passed through.
Result<Header> read_bounded_header(ByteView file, const Limits& limits) {
  Result<Header> header = read_header(file, limits);
  if (!header || !header->passthrough_reason.empty()) return header;
  Status small = check_working_bytes(working_bytes(*header, file.size()), limits);
  if (!small) return unexpected(small.error());
  return header;
}

/// The header of a JPEG that can be worked on.
Result<Header> read_workable_header(ByteView file, const Limits& limits) {
  Result<Header> header = read_bounded_header(file, limits);
  if (!header || header->passthrough_reason.empty()) return header;
  return unexpected(ErrorCode::unsupported, header->passthrough_reason);
}

Result<ImageInfo> inspect(ByteView file, const Limits& limits) {
  Result<Header> header = read_bounded_header(file, limits);
  if (!header) return unexpected(header.error());
  const bool passed_through = !header->passthrough_reason.empty();
  return ImageInfo{Format::jpeg,
                   header->width,
                   header->height,
                   passed_through ? 0 : working_bytes(*header, file.size()),
                   std::move(header->passthrough_reason),
                   read_orientation(file)};
}

/// For the search's metric; `sad` looks at samples as they are, as optimize-images does.
Result<SampleColors> judged_colors(ByteView picture,
                                   const Image& image,
                                   const JpegSettings& settings) {
  const bool judges = settings.mode == JpegMode::search && settings.metric != Metric::sad;
  if (!judges) return SampleColors{};
  return sample_colors(read_icc_profile(picture), image.channels);
}

/// A JPEG that was read, and all that is known of it.
struct Source {
  const Header& header;
  ByteView file;  ///< whole
  ByteView picture;
  const PackedImage& coefficients;
  const KeptMetadata& metadata;
};

bool may_be_lossy(const Header& header, const Settings& settings) {
  const bool is_cmyk = header.component_count == 4;
  return settings.jpeg.mode != JpegMode::lossless && !is_cmyk;
}

Result<Proposal> lossy_proposal(const Source& source,
                                const Image& image,
                                const Settings& settings) {
  Proposal proposal;
  const Codings codings = encode_codings(settings.jpeg.progressive, source.file.size());
  SourceFacts facts = source_facts(source.header, source.coefficients);
  Result<SampleColors> colors = judged_colors(source.picture, image, settings.jpeg);
  if (!colors) return unexpected(std::move(colors).error());
  facts.profile = std::move(colors->profile);
  proposal.note = std::move(colors->note);
  const LossyRequest request{image, std::move(facts), settings.jpeg, codings, source.metadata};
  if (Status proposed = propose_lossy(request, proposal); !proposed) {
    return unexpected(proposed.error());
  }
  return proposal;
}

Candidate lossless_candidate(Bytes bytes, const Header& header) {
  Candidate candidate;
  candidate.bytes = std::move(bytes);
  candidate.method = Method::transcode;
  candidate.width = header.width;
  candidate.height = header.height;
  candidate.lossless = true;
  return candidate;
}

/// Verified against what was read of the source, which need not be read for more.
Result<Proposal> propose_lossless(ByteView picture,
                                  const Header& header,
                                  const KeptMetadata& metadata,
                                  const Codings& codings) {
  Result<Transcoded> transcoded = transcode(picture, codings, metadata);
  if (!transcoded) return unexpected(std::move(transcoded).error());
  Proposal proposal;
  proposal.candidates.push_back(lossless_candidate(std::move(transcoded->file), header));
  const auto source = std::make_shared<const PackedImage>(std::move(transcoded->source));
  proposal.candidates.back().compare_to_source = [source](ByteView result) {
    return check_same_coefficients(*source, result);
  };
  return proposal;
}

/// The lossless one before what is lossy: it is preferred where sizes are equal.
Status add_lossless(const Source& source, const Codings& codings, Proposal& proposal) {
  const bool is_alone = proposal.candidates.empty();
  Result<std::optional<Bytes>> transcoded =
      transcode_below(is_alone ? SIZE_MAX : proposal.candidates.front().bytes.size(),
                      source.coefficients,
                      codings,
                      source.metadata);
  if (!transcoded) return unexpected(std::move(transcoded).error());
  if (!*transcoded) return {};
  std::vector<Candidate> lossy = std::exchange(proposal.candidates, {});
  proposal.candidates.push_back(lossless_candidate(std::move(**transcoded), source.header));
  for (Candidate& candidate : lossy) proposal.candidates.push_back(std::move(candidate));
  return {};
}

Result<Proposal> propose(ByteView file, const Settings& settings, const Limits& limits) {
  const Result<Header> header = read_workable_header(file, limits);
  if (!header) return unexpected(header.error());
  const ByteView picture = file.first(header->picture_bytes);
  const KeptMetadata metadata = keep_metadata(file, settings.metadata, settings.icc);
  const Codings lossless_codings = transcode_codings(settings.jpeg.progressive);
  if (!may_be_lossy(*header, settings)) {
    return propose_lossless(picture, *header, metadata, lossless_codings);
  }
  Result<DecodedFile> decoded = read_with_pixels(picture, *header);
  if (!decoded) return unexpected(std::move(decoded).error());
  const Source source{*header, file, picture, decoded->coefficients, metadata};
  Result<Proposal> proposal = lossy_proposal(source, decoded->pixels, settings);
  decoded->pixels = {};
  if (!proposal) return proposal;
  if (Status added = add_lossless(source, lossless_codings, *proposal); !added) {
    return unexpected(added.error());
  }
  return proposal;
}

Result<Image> decode(ByteView file, const Limits& limits) {
  const Result<Header> header = read_workable_header(file, limits);
  if (!header) return unexpected(header.error());
  return decode_pixels(file.first(header->picture_bytes), *header);
}

Result<Bytes> profile(ByteView file, const Limits& limits) {
  const Result<Header> header = read_workable_header(file, limits);
  if (!header) return unexpected(header.error());
  return read_icc_profile(file.first(header->picture_bytes));
}

Status verify(ByteView file, const Candidate& candidate, const Settings&, const Limits& limits) {
  if (candidate.compare_to_source) return candidate.compare_to_source(candidate.bytes);
  if (candidate.lossless) return check_same_coefficients(file, candidate.bytes);
  const Result<Image> image = decode(candidate.bytes, limits);
  if (!image) {
    return unexpected(ErrorCode::internal,
                      "the encoded file does not decode: " + image.error().message);
  }
  if (image->width != candidate.width || image->height != candidate.height) {
    return unexpected(ErrorCode::internal, "the encoded file has another size than its source");
  }
  return {};
}

Result<Proposal> encode(const Image& image, const Settings& settings, const Limits&) {
  if (settings.jpeg.mode == JpegMode::lossless) {
    return unexpected(ErrorCode::unsupported,
                      "a conversion to JPEG cannot be lossless: give it a quality or a search");
  }
  const Image opaque = compose_over(to_eight_bits(image), 255);
  // The size of the source's file is not known here, so `classic` decides as `automatic` does.
  const Codings codings = transcode_codings(settings.jpeg.progressive);
  const KeptMetadata metadata;
  Proposal proposal;
  const LossyRequest request{opaque, {}, settings.jpeg, codings, metadata};
  if (Status proposed = propose_lossy(request, proposal); !proposed) {
    return unexpected(proposed.error());
  }
  return proposal;
}

}  // namespace

Codec jpeg_codec() {
  return {.format = Format::jpeg,
          .name = "jpeg",
          .version = 9,
          .library_version = library_version,
          .inspect = inspect,
          .propose = propose,
          .verify = verify,
          .decode = decode,
          .profile = profile,
          .encode = encode};
}

}  // namespace pixmill
