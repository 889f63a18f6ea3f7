#include "engine/recipe/check_stored.h"

#include <string>

#include "engine/recipe/optimize_image.h"

namespace pixmill {

namespace {

Unexpected refuse(std::string why) {
  return unexpected(ErrorCode::corrupt_input, std::move(why));
}

std::string pixels(std::uint32_t width, std::uint32_t height) {
  return std::to_string(width) + "x" + std::to_string(height);
}

/// What the headers tell, and the row beside them.
Status check_facts(const ImageInfo& source, const ImageInfo& output, const Outcome& outcome) {
  if (output.format != outcome.output.format) return refuse("is of another format than its row");
  if (outcome.format != source.format) return refuse("has a row of another source");
  if (output.width != outcome.output.width || output.height != outcome.output.height) {
    return refuse("has " + pixels(output.width, output.height) + " pixels, and its row says " +
                  pixels(outcome.output.width, outcome.output.height));
  }
  if (output.width != source.width || output.height != source.height) {
    return refuse("has " + pixels(output.width, output.height) + " pixels, and its source " +
                  pixels(source.width, source.height));
  }
  return {};
}

bool must_be_lossless(Format format, const Outcome& outcome, const Settings& settings) {
  if (format == Format::jpeg && settings.jpeg.mode != JpegMode::lossless) {
    return outcome.output.method == Method::transcode;
  }
  return true;  // no other format has an action that loses anything
}

/// By the codec's own verification, which every candidate passes before it is chosen.
Status check_pixels(ByteView source,
                    const StoredOutput& output,
                    const Codec& codec,
                    const Settings& settings,
                    const Limits& limits) {
  Candidate candidate;
  candidate.bytes.assign(output.bytes.begin(), output.bytes.end());
  candidate.method = output.outcome.output.method;
  candidate.width = output.outcome.output.width;
  candidate.height = output.outcome.output.height;
  candidate.lossless = must_be_lossless(codec.format, output.outcome, settings);
  if (auto verified = codec.verify(source, candidate, settings, limits); !verified) {
    return refuse(verified.error().message);
  }
  return {};
}

}  // namespace

Status check_stored_output(ByteView source,
                           const StoredOutput& output,
                           Format target,
                           const Settings& settings,
                           const Limits& limits) {
  if (sniff_format(output.bytes) != target) {
    return refuse("is no " + std::string(format_name(target)));
  }
  const Codec* codec = find_codec(target);
  if (!codec) return refuse("is of a format that pixmill does not write");
  const auto source_info = inspect_image(source, limits);
  if (!source_info) return refuse("has a source that " + source_info.error().message);
  const auto output_info = inspect_image(output.bytes, limits);
  if (!output_info) return refuse(output_info.error().message);
  if (auto fits = check_facts(*source_info, *output_info, output.outcome); !fits) return fits;

  if (source_info->format == target) {
    if (output.bytes.size() >= source.size()) return refuse("is no smaller than its source");
    return check_pixels(source, output, *codec, settings, limits);
  }
  const auto decoded = codec->decode(output.bytes, limits);
  if (!decoded) return refuse(decoded.error().message);
  return {};
}

}  // namespace pixmill
