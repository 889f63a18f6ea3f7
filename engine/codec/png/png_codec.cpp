#include "engine/codec/png/png_codec.h"

#include <utility>

#include "engine/codec/png/color_chunks.h"
#include "engine/codec/png/deflate.h"
#include "engine/codec/png/kept_metadata.h"
#include "engine/codec/png/png_layout.h"
#include "engine/codec/png/png_reader.h"
#include "engine/codec/png/png_writer.h"
#include "engine/codec/png/raster_forms.h"
#include "engine/codec/png/raster_pixels.h"
#include "engine/codec/png/stream_choice.h"

namespace pixmill {

namespace {

using namespace png;

// Raised whenever output bytes change.
constexpr int k_version = 1;

Result<ImageInfo> inspect(ByteView file, const Limits& limits) {
  Result<Layout> layout = read_layout(file, limits);
  if (!layout) return unexpected(std::move(layout).error());
  ImageInfo info;
  info.format = Format::png;
  info.width = layout->header.width;
  info.height = layout->header.height;
  info.working_bytes = working_bytes(layout->header);
  info.passthrough_reason = std::move(layout->passthrough_reason);
  info.orientation = layout->orientation;
  return info;
}

Result<Raster> read_file(ByteView file, const Limits& limits) {
  Result<Layout> layout = read_layout(file, limits);
  if (!layout) return unexpected(std::move(layout).error());
  return read_raster(*layout);
}

/// What chunks bound to a form depend on.
Raster form_of(const Raster& raster) {
  Raster form;
  form.color = raster.color;
  form.depth = raster.depth;
  form.palette = raster.palette;
  return form;
}

Result<Proposal> propose(ByteView file, const Settings& settings, const Limits& limits) {
  Result<Layout> layout = read_layout(file, limits);
  if (!layout) return unexpected(std::move(layout).error());
  if (!layout->passthrough_reason.empty()) {
    return unexpected(ErrorCode::unsupported, "it is a " + layout->passthrough_reason);
  }
  Result<ColorChunks> colors = read_color_chunks(file, settings.icc, limits);
  if (!colors) return unexpected(std::move(colors).error());
  Result<KeptMetadata> metadata = keep_metadata(file, settings.metadata);
  if (!metadata) return unexpected(std::move(metadata).error());
  Result<Raster> source = read_raster(*layout);
  if (!source) return unexpected(std::move(source).error());

  const Raster source_form = form_of(*source);
  const std::vector<Raster> forms =
      raster_forms(std::move(*source), profile_space(*colors), settings.png);
  const StreamChoice choice = choose_stream(forms, settings.png.level);
  const Raster& form = forms[choice.form];
  const FormChange change = form_of(form) == source_form ? FormChange::same : FormChange::changed;

  Candidate candidate;
  candidate.bytes = write_png(form, choice.stream, *colors, *metadata, change);
  candidate.method = Method::transcode;
  candidate.width = form.width;
  candidate.height = form.height;
  candidate.lossless = true;
  Proposal proposal;
  proposal.candidates.push_back(std::move(candidate));
  return proposal;
}

/// Both files' pixels, and what their numbers mean as colours.
Status verify(ByteView file,
              const Candidate& candidate,
              const Settings& settings,
              const Limits& limits) {
  const Result<ColorChunks> old_colors = read_color_chunks(file, settings.icc, limits);
  const Result<ColorChunks> new_colors = read_color_chunks(candidate.bytes, settings.icc, limits);
  if (!old_colors) return unexpected(old_colors.error());
  if (!new_colors || *old_colors != *new_colors) {
    return unexpected(ErrorCode::internal, "its optimized PNG lost the meaning of its colours");
  }
  const Result<Raster> source = read_file(file, limits);
  if (!source) return unexpected(source.error());
  const Result<Raster> written = read_file(candidate.bytes, limits);
  if (!written) {
    return unexpected(ErrorCode::internal,
                      "its optimized PNG does not decode: " + written.error().message);
  }
  const HiddenColor hidden = settings.png.clean_alpha ? HiddenColor::ignored : HiddenColor::counts;
  if (!same_pixels(*source, *written, hidden)) {
    return unexpected(ErrorCode::internal, "its optimized PNG decodes to other pixels");
  }
  return {};
}

Result<Image> decode(ByteView file, const Limits& limits) {
  Result<Raster> raster = read_file(file, limits);
  if (!raster) return unexpected(std::move(raster).error());
  return to_image(*raster);
}

Result<Bytes> profile(ByteView file, const Limits& limits) {
  Result<ColorChunks> colors = read_color_chunks(file, IccPolicy::keep, limits);
  if (!colors) return unexpected(std::move(colors).error());
  return std::move(colors->icc_profile);
}

}  // namespace

Codec png_codec() {
  return {.format = Format::png,
          .name = "png",
          .version = k_version,
          .library_version = deflate_version,
          .inspect = inspect,
          .propose = propose,
          .verify = verify,
          .decode = decode,
          .profile = profile,
          .encode = nullptr};
}

}  // namespace pixmill
