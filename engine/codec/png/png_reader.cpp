#include "engine/codec/png/png_reader.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "engine/codec/png/libpng_guard.h"
#include "engine/codec/png/png_chunks.h"

namespace pixmill::png {

namespace {

/// What libpng reads from and writes to; outlives the guard's run.
struct Job {
  std::array<ByteView, 6> parts;  ///< the file as libpng sees it
  std::size_t part = 0;
  std::span<std::uint8_t> rows;
  std::size_t row_bytes = 0;
  std::uint32_t height = 0;
};

void feed(png_structp png, png_bytep to, std::size_t size) {
  Job& job = *static_cast<Job*>(png_get_io_ptr(png));
  while (size > 0) {
    while (job.part < job.parts.size() && job.parts[job.part].empty()) ++job.part;
    if (job.part == job.parts.size()) png_error(png, "unexpected end");
    ByteView& part = job.parts[job.part];
    const std::size_t step = std::min(size, part.size());
    std::memcpy(to, part.data(), step);
    part = part.subspan(step);
    to += step;
    size -= step;
  }
}

void read_rows(png_structp png, png_infop info, void* context) {
  Job& job = *static_cast<Job*>(context);
  png_set_read_fn(png, &job, feed);
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  // our own walk has checked them
  png_set_crc_action(png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
  png_read_info(png, info);
  const int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  if (png_get_rowbytes(png, info) != job.row_bytes) png_error(png, "unexpected row size");
  for (int pass = 0; pass < passes; ++pass) {
    for (std::uint32_t y = 0; y < job.height; ++y) {
      png_read_row(png, job.rows.data() + y * job.row_bytes, nullptr);
    }
  }
  png_read_end(png, nullptr);
}

ByteView chunk_data(ByteView whole) {
  return whole.empty() ? whole : whole.subspan(8, whole.size() - k_chunk_overhead_bytes);
}

void read_colors(const Layout& layout, Raster& raster) {
  const ByteView transparency = chunk_data(layout.transparency_chunk);
  if (raster.color != ColorType::palette) {
    if (transparency.empty()) return;
    raster.key.emplace();
    for (std::size_t i = 0; i < transparency.size() / 2; ++i) {
      // a decoder looks at as many low bits as a sample has (PNG, 11.3.1.1)
      (*raster.key)[i] = static_cast<std::uint16_t>(read_be16(transparency.subspan(2 * i)) &
                                                    ((1u << raster.depth) - 1));
    }
    return;
  }
  const ByteView palette = chunk_data(layout.palette_chunk);
  raster.palette.resize(palette.size() / 3);
  for (std::size_t i = 0; i < raster.palette.size(); ++i) {
    const ByteView entry = palette.subspan(3 * i, 3);
    const std::uint8_t alpha = i < transparency.size() ? transparency[i] : 255;
    raster.palette[i] = {entry[0], entry[1], entry[2], alpha};
  }
}

/// Rows may end in bits that belong to no pixel; they are set to zero, so that equal pictures have
/// equal bytes.
void clear_padding(Raster& raster) {
  const std::size_t used_bits = std::size_t{raster.width} * raster.bits_per_pixel() % 8;
  if (used_bits == 0) return;
  const unsigned mask = 0xFF00u >> used_bits;
  for (std::uint32_t y = 0; y < raster.height; ++y) {
    std::uint8_t& last = raster.row(y).back();
    last = static_cast<std::uint8_t>(last & mask);
  }
}

/// libpng looks for this only when it transforms rows.
bool has_index_beyond_palette(const Raster& raster) {
  if (raster.palette.size() >= std::size_t{1} << raster.depth) return false;
  const unsigned mask = (1u << raster.depth) - 1;
  return std::any_of(raster.rows.begin(), raster.rows.end(), [&](unsigned byte) {
    for (unsigned shift = 0; shift < 8; shift += raster.depth) {
      if ((byte >> shift & mask) >= raster.palette.size()) return true;
    }
    return false;
  });
}

}  // namespace

Result<Raster> read_raster(const Layout& layout) {
  if (!layout.is_readable) {
    return unexpected(ErrorCode::unsupported, "it is a " + layout.passthrough_reason);
  }
  const Header& header = layout.header;
  Raster shape;
  shape.width = header.width;
  shape.height = header.height;
  Raster raster = make_raster(shape, header.color, header.depth);
  Job job;
  job.parts = {as_bytes(k_signature),
               layout.header_chunk,
               layout.palette_chunk,
               layout.transparency_chunk,
               layout.image_chunks,
               layout.end_chunk};
  job.rows = raster.rows;
  job.row_bytes = raster.row_bytes();
  job.height = raster.height;
  LibpngReadGuard guard;
  if (!guard.run(read_rows, &job) || !guard.complaint().empty()) {
    return unexpected(ErrorCode::corrupt_input,
                      "its image data is damaged (libpng: " + guard.complaint() + ")");
  }
  read_colors(layout, raster);
  clear_padding(raster);
  if (raster.color == ColorType::palette && has_index_beyond_palette(raster)) {
    return unexpected(ErrorCode::corrupt_input,
                      "its image data is damaged: a pixel's colour is not in the palette");
  }
  return raster;
}

}  // namespace pixmill::png
