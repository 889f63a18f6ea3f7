#include "engine/codec/png/png_layout.h"

#include <algorithm>

#include "engine/codec/png/png_chunks.h"
#include "engine/image/exif.h"

namespace pixmill::png {

namespace {

Unexpected corrupt(std::string message) {
  return unexpected(ErrorCode::corrupt_input, std::move(message));
}

Status check_limits(const Header& header, const Limits& limits) {
  if (Status status = check_pixels(header.width, header.height, limits); !status) return status;
  if (working_bytes(header) > limits.max_working_bytes) {
    return unexpected(ErrorCode::limit_exceeded,
                      "its " + std::to_string(header.width) + "x" + std::to_string(header.height) +
                          " pixels would need " + std::to_string(working_bytes(header) >> 20) +
                          " MiB of memory, over the limit of " +
                          std::to_string(limits.max_working_bytes >> 20));
  }
  return {};
}

/// Takes chunk after chunk and refuses the first that has no place where it stands.
class LayoutBuilder {
 public:
  explicit LayoutBuilder(const Limits& limits) : limits_(limits) {}

  Status add(const Chunk& chunk) {
    if (!has_header()) return add_header(chunk);
    if (chunk.type == "IHDR") return corrupt("it is damaged: it has a second header (IHDR)");
    if (chunk.type == "PLTE") return add_palette(chunk);
    if (chunk.type == "tRNS") return add_transparency(chunk);
    if (chunk.type == "IDAT") return add_image(chunk);
    if (chunk.type == "IEND") return add_end(chunk);
    if (chunk.type == "acTL" || chunk.type == "fcTL" || chunk.type == "fdAT") {
      pass_through("animated PNG");
    } else if (chunk.type == "eXIf") {
      layout_.orientation = read_exif(chunk.data).orientation;
    } else if (chunk.is_critical()) {
      pass_through("PNG with the unknown critical chunk " + std::string(chunk.type));
      layout_.is_readable = false;
    }
    return {};
  }

  Result<Layout> finish(ByteView after_end) {
    if (std::any_of(after_end.begin(), after_end.end(), [](std::uint8_t b) { return b != 0; })) {
      pass_through("PNG with data of another kind behind its end");
    }
    return std::move(layout_);
  }

 private:
  bool has_header() const { return !layout_.header_chunk.empty(); }

  /// The first reason stands: an animation is one whatever else it has.
  void pass_through(std::string reason) {
    if (layout_.passthrough_reason.empty()) layout_.passthrough_reason = std::move(reason);
  }

  Status add_header(const Chunk& chunk) {
    if (chunk.type == "CgBI") {
      pass_through("PNG in Apple's private variant (CgBI)");
      layout_.is_readable = false;
      return {};
    }
    if (chunk.type != "IHDR") return corrupt("it is damaged: its header (IHDR) is missing");
    Result<Header> header = parse_header(chunk.data);
    if (!header) return unexpected(std::move(header).error());
    if (Status status = check_limits(*header, limits_); !status) return status;
    layout_.header = *header;
    layout_.header_chunk = chunk.whole;
    return {};
  }

  Status add_palette(const Chunk& chunk) {
    const bool misplaced = !layout_.palette_chunk.empty() || !layout_.image_chunks.empty() ||
                           !layout_.transparency_chunk.empty();
    if (misplaced) return corrupt("it is damaged: its palette (PLTE) is out of place");
    if (is_grey(layout_.header.color)) {
      return corrupt("it is damaged: a grey picture has no palette (PLTE)");
    }
    const std::size_t entries = chunk.data.size() / 3;
    if (entries == 0 || entries > 256 || chunk.data.size() % 3 != 0) {
      return corrupt("it is damaged: its palette (PLTE) has an impossible length");
    }
    layout_.palette_chunk = chunk.whole;
    return {};
  }

  Status add_transparency(const Chunk& chunk) {
    const ColorType color = layout_.header.color;
    if (!layout_.transparency_chunk.empty() || !layout_.image_chunks.empty() ||
        (color == ColorType::palette && layout_.palette_chunk.empty())) {
      return corrupt("it is damaged: its transparency (tRNS) is out of place");
    }
    const std::size_t palette_bytes =
        layout_.palette_chunk.empty() ? 0 : layout_.palette_chunk.size() - k_chunk_overhead_bytes;
    const std::size_t size = chunk.data.size();
    const bool fits = (color == ColorType::grey && size == 2) ||
                      (color == ColorType::rgb && size == 6) ||
                      (color == ColorType::palette && size > 0 && size <= palette_bytes / 3);
    if (!fits) return corrupt("it is damaged: its transparency (tRNS) does not fit its colours");
    layout_.transparency_chunk = chunk.whole;
    return {};
  }

  Status add_image(const Chunk& chunk) {
    if (layout_.header.color == ColorType::palette && layout_.palette_chunk.empty()) {
      return corrupt("it is damaged: its palette (PLTE) is missing");
    }
    ByteView& image = layout_.image_chunks;
    if (image.empty()) {
      image = chunk.whole;
    } else if (image.data() + image.size() == chunk.whole.data()) {
      image = ByteView(image.data(), image.size() + chunk.whole.size());
    } else {
      return corrupt("it is damaged: its image data (IDAT) is interrupted by other chunks");
    }
    return {};
  }

  Status add_end(const Chunk& chunk) {
    if (layout_.image_chunks.empty()) return corrupt("its image data (IDAT) is missing");
    if (!chunk.data.empty()) return corrupt("it is damaged: its end (IEND) is not empty");
    layout_.end_chunk = chunk.whole;
    return {};
  }

  const Limits& limits_;
  Layout layout_;
};

}  // namespace

Result<Layout> read_layout(ByteView file, const Limits& limits) {
  Result<ChunkReader> reader = ChunkReader::open(file);
  if (!reader) return unexpected(std::move(reader).error());
  LayoutBuilder builder(limits);
  while (true) {
    Result<std::optional<Chunk>> chunk = reader->next();
    if (!chunk) return unexpected(std::move(chunk).error());
    if (!*chunk) return builder.finish(reader->rest());
    if (Status status = builder.add(**chunk); !status) {
      return unexpected(std::move(status).error());
    }
  }
}

std::uint64_t working_bytes(const Header& header) {
  // The source's rows; then, each at most a picture of RGBA in the source's sample size: the form
  // of channels, those of a palette together, a filtered stream and its compressed one. And 16 MiB
  // for the compressor.
  const std::uint64_t bytes_per_sample = header.depth == 16 ? 2 : 1;
  const std::uint64_t rgba_row = std::uint64_t{header.width} * 4 * bytes_per_sample + 1;
  const std::uint64_t source_row =
      std::uint64_t{header.width} * header.depth * channel_count(header.color) / 8 + 1;
  return (source_row + 4 * rgba_row) * header.height + (std::uint64_t{16} << 20);
}

}  // namespace pixmill::png
