#include "engine/recipe/optimize_image.h"

#include <utility>

#include "engine/recipe/choose.h"
#include "engine/recipe/decode_in_srgb.h"

namespace pixmill {

std::string_view status_name(ImageStatus status) {
  switch (status) {
    case ImageStatus::optimized:
      return "optimized";
    case ImageStatus::kept:
      return "kept";
    case ImageStatus::copied:
      return "copied";
    case ImageStatus::failed:
      break;
  }
  return "failed";
}

namespace {

/// The answer for a source whose bytes are the output.
Outcome unchanged_outcome(const ImageInfo& info) {
  Outcome outcome;
  outcome.status = info.passthrough_reason.empty() ? ImageStatus::kept : ImageStatus::copied;
  outcome.reason = info.passthrough_reason;
  outcome.format = info.format;
  outcome.width = info.width;
  outcome.height = info.height;
  outcome.output.format = info.format;
  outcome.output.width = info.width;
  outcome.output.height = info.height;
  outcome.output.orientation = info.orientation;
  return outcome;
}

OptimizedImage with_candidate(Outcome outcome, Candidate&& chosen, Format format) {
  outcome.status = ImageStatus::optimized;
  outcome.output = {format,
                    chosen.width,
                    chosen.height,
                    chosen.method,
                    chosen.quality,
                    chosen.metric,
                    chosen.score,
                    outcome.output.orientation};
  return {std::move(outcome), std::move(chosen.bytes)};
}

Unexpected failed_verification(const Candidate& candidate, const Error& error) {
  return unexpected(ErrorCode::internal,
                    "a result of pixmill's own (" + std::string(method_name(candidate.method)) +
                        ") did not survive its verification: " + error.message +
                        "; please report this, with the picture if you can");
}

/// A conversion has nothing to be equal to: it must decode cleanly at the source's size.
Status check_conversion(const Codec& encoder,
                        const Image& source,
                        const Candidate& candidate,
                        const Limits& limits) {
  const auto decoded = encoder.decode(candidate.bytes, limits);
  if (!decoded) return unexpected(decoded.error());
  if (decoded->width == source.width && decoded->height == source.height) return {};
  return unexpected(ErrorCode::internal, "it has another size than its source");
}

}  // namespace

Result<ImageInfo> inspect_image(ByteView file, const Limits& limits) {
  if (file.empty()) return unexpected(ErrorCode::corrupt_input, "is empty");
  const Format format = sniff_format(file);
  if (format == Format::none) {
    return unexpected(ErrorCode::corrupt_input, "is no image in any format that pixmill knows");
  }
  if (const Codec* codec = find_codec(format)) return codec->inspect(file, limits);
  ImageInfo info;
  info.format = format;
  info.passthrough_reason =
      "pixmill does not optimize " + std::string(format_name(format)) + " yet";
  return info;
}

Result<OptimizedImage> optimize_image(ByteView file,
                                      const Settings& settings,
                                      const Limits& limits) {
  const auto info = inspect_image(file, limits);
  if (!info) return unexpected(info.error());
  Outcome outcome = unchanged_outcome(*info);
  if (outcome.status == ImageStatus::copied) return OptimizedImage{std::move(outcome), {}};

  const Codec& codec = *find_codec(info->format);
  auto proposal = codec.propose(file, settings, limits);
  if (!proposal) return unexpected(std::move(proposal).error());
  outcome.search = proposal->search;
  outcome.reason = std::move(proposal->note);
  const auto best = choose(proposal->candidates, file.size(), settings.keep_below);
  if (!best) return OptimizedImage{std::move(outcome), {}};

  Candidate& chosen = proposal->candidates[*best];
  if (const auto verified = codec.verify(file, chosen, settings, limits); !verified) {
    return failed_verification(chosen, verified.error());
  }
  return with_candidate(std::move(outcome), std::move(chosen), info->format);
}

Result<Image> decode_image(ByteView file, const Limits& limits) {
  const auto info = inspect_image(file, limits);
  if (!info) return unexpected(info.error());
  const Codec* codec = find_codec(info->format);
  if (!codec) {
    return unexpected(ErrorCode::unsupported,
                      "pixmill does not decode " + std::string(format_name(info->format)) + " yet");
  }
  return codec->decode(file, limits);
}

Result<OptimizedImage> convert_image(ByteView file,
                                     Format target,
                                     const Settings& settings,
                                     const Limits& limits) {
  const auto info = inspect_image(file, limits);
  if (!info) return unexpected(info.error());
  const Codec* encoder = find_codec(target);
  if (!encoder || !encoder->encode) {
    return unexpected(ErrorCode::unsupported,
                      "cannot be converted to " + std::string(format_name(target)) +
                          ": pixmill converts to jpeg only");
  }
  auto picture = decode_in_srgb(file, limits);
  if (!picture) return unexpected(std::move(picture).error());
  auto proposal = encoder->encode(picture->image, settings, limits);
  if (!proposal) return unexpected(std::move(proposal).error());
  const auto best = smallest(proposal->candidates);
  if (!best) return unexpected(ErrorCode::internal, "the encoder proposed nothing");
  Candidate& chosen = proposal->candidates[*best];
  if (const auto verified = check_conversion(*encoder, picture->image, chosen, limits); !verified) {
    return failed_verification(chosen, verified.error());
  }

  Outcome outcome = unchanged_outcome(*info);
  outcome.reason = std::move(picture->note);
  outcome.output.orientation = 1;  // a conversion carries no EXIF over
  outcome.search = proposal->search;
  return with_candidate(std::move(outcome), std::move(chosen), target);
}

}  // namespace pixmill
