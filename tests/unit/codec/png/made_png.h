// PNG files made for tests, of any colour type, depth and interlacing, by other code than the
// writer's under test.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "engine/codec/png/deflate.h"
#include "engine/codec/png/png_chunks.h"
#include "engine/codec/png/png_filter.h"
#include "engine/codec/png/png_raster.h"

namespace pixmill::png {

struct Form {
  ColorType color;
  std::uint8_t depth;
};

/// All that PNG allows.
inline constexpr std::array k_forms = {Form{ColorType::grey, 1},
                                       Form{ColorType::grey, 2},
                                       Form{ColorType::grey, 4},
                                       Form{ColorType::grey, 8},
                                       Form{ColorType::grey, 16},
                                       Form{ColorType::rgb, 8},
                                       Form{ColorType::rgb, 16},
                                       Form{ColorType::palette, 1},
                                       Form{ColorType::palette, 2},
                                       Form{ColorType::palette, 4},
                                       Form{ColorType::palette, 8},
                                       Form{ColorType::grey_alpha, 8},
                                       Form{ColorType::grey_alpha, 16},
                                       Form{ColorType::rgba, 8},
                                       Form{ColorType::rgba, 16}};

/// Marsaglia's xorshift: the same numbers on every machine.
class Noise {
 public:
  explicit Noise(std::uint32_t seed) : state_(seed * 2654435769u + 1) {}
  std::uint8_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return static_cast<std::uint8_t>(state_ >> 11);
  }

 private:
  std::uint32_t state_;
};

inline Raster empty_raster(Form form, std::uint32_t width, std::uint32_t height) {
  Raster shape;
  shape.width = width;
  shape.height = height;
  return make_raster(shape, form.color, form.depth);
}

/// Bits `bits` long from the high end of a row, and back.
inline unsigned get_bits(ByteView row, std::size_t at, unsigned bits) {
  const unsigned byte = row[at / 8];
  return byte >> (8 - bits - at % 8) & ((1u << bits) - 1);
}
inline void put_bits(std::span<std::uint8_t> row, std::size_t at, unsigned bits, unsigned value) {
  row[at / 8] = static_cast<std::uint8_t>(row[at / 8] | value << (8 - bits - at % 8));
}

/// Random samples; a palette is full and of random colours.
inline Raster noise_raster(Form form, std::uint32_t width, std::uint32_t height) {
  Raster raster = empty_raster(form, width, height);
  Noise noise(form.depth * 8u + static_cast<unsigned>(form.color) + width * 100 + height);
  if (form.color == ColorType::palette) {
    for (unsigned i = 0; i < 1u << form.depth; ++i) {
      raster.palette.push_back({noise.next(), noise.next(), noise.next(), noise.next()});
    }
  }
  const unsigned bits = form.depth < 8 ? form.depth : 8;
  const std::size_t units = std::size_t{raster.bits_per_pixel()} / bits * width;
  for (std::uint32_t y = 0; y < height; ++y) {
    for (std::size_t i = 0; i < units; ++i) {
      put_bits(raster.row(y), i * bits, bits, noise.next() & ((1u << bits) - 1));
    }
  }
  return raster;
}

/// Adam7's pass (PNG, 8.2) of a picture, as a picture.
inline Raster interlace_pass(const Raster& whole, std::size_t pass) {
  static constexpr std::array<std::array<std::uint32_t, 4>, 7> k_passes = {{{0, 0, 8, 8},
                                                                            {4, 0, 8, 8},
                                                                            {0, 4, 4, 8},
                                                                            {2, 0, 4, 4},
                                                                            {0, 2, 2, 4},
                                                                            {1, 0, 2, 2},
                                                                            {0, 1, 1, 2}}};
  const auto [x0, y0, dx, dy] = k_passes[pass];
  const std::uint32_t width = whole.width > x0 ? (whole.width - x0 + dx - 1) / dx : 0;
  const std::uint32_t height = whole.height > y0 ? (whole.height - y0 + dy - 1) / dy : 0;
  Raster part = empty_raster({whole.color, whole.depth}, width, height);
  if (width == 0) return part;
  const unsigned pixel_bits = whole.bits_per_pixel();
  const unsigned bits = pixel_bits < 8 ? pixel_bits : 8;
  for (std::uint32_t y = 0; y < height; ++y) {
    for (std::uint32_t x = 0; x < width; ++x) {
      for (unsigned i = 0; i < pixel_bits; i += bits) {
        const std::size_t from = std::size_t{x0 + x * dx} * pixel_bits + i;
        put_bits(part.row(y),
                 std::size_t{x} * pixel_bits + i,
                 bits,
                 get_bits(whole.row(y0 + y * dy), from, bits));
      }
    }
  }
  return part;
}

/// Row by row another one of the five filters.
inline void append_filtered(Bytes& to, const Raster& raster) {
  if (raster.width == 0) return;
  const Bytes zeros(raster.row_bytes());
  Bytes filtered(raster.row_bytes());
  for (std::uint32_t y = 0; y < raster.height; ++y) {
    const Filter filter = k_filters[y % k_filters.size()];
    const ByteView above = y == 0 ? ByteView(zeros) : raster.row(y - 1);
    const std::size_t step = raster.bits_per_pixel() < 8 ? 1 : raster.bits_per_pixel() / 8;
    filter_row(filter, raster.row(y), above, step, filtered);
    to.push_back(static_cast<std::uint8_t>(filter));
    to.insert(to.end(), filtered.begin(), filtered.end());
  }
}

inline void put_be32(Bytes& to, std::uint32_t value) {
  for (const int shift : {24, 16, 8, 0}) to.push_back(static_cast<std::uint8_t>(value >> shift));
}

inline Bytes header_of(const Raster& raster, bool interlaced) {
  Bytes ihdr;
  put_be32(ihdr, raster.width);
  put_be32(ihdr, raster.height);
  ihdr.insert(ihdr.end(), {raster.depth, static_cast<std::uint8_t>(raster.color), 0, 0});
  ihdr.push_back(interlaced ? 1 : 0);
  return ihdr;
}

struct MadeChunk {
  std::string_view type;
  Bytes data;
};

inline Bytes bytes_of(std::string_view text) {
  return Bytes(text.begin(), text.end());
}

/// Signature and chunks as given.
inline Bytes file_of(const std::vector<MadeChunk>& chunks) {
  Bytes file = bytes_of(k_signature);
  for (const MadeChunk& chunk : chunks) append_chunk(file, chunk.type, chunk.data);
  return file;
}

/// IHDR, PLTE, tRNS, IDAT and IEND of a picture, the ones that it needs.
inline std::vector<MadeChunk> chunks_of(const Raster& raster, bool interlaced = false) {
  std::vector<MadeChunk> chunks = {{"IHDR", header_of(raster, interlaced)}};
  Bytes colors;
  Bytes alphas;
  for (const Rgba& entry : raster.palette) {
    colors.insert(colors.end(), {entry.r, entry.g, entry.b});
    alphas.push_back(entry.a);
  }
  for (std::size_t i = 0; raster.key && i < channel_count(raster.color); ++i) {
    alphas.push_back(static_cast<std::uint8_t>((*raster.key)[i] >> 8));
    alphas.push_back(static_cast<std::uint8_t>((*raster.key)[i]));
  }
  if (!colors.empty()) chunks.push_back({"PLTE", colors});
  if (!alphas.empty()) chunks.push_back({"tRNS", alphas});
  Bytes filtered;
  if (!interlaced) append_filtered(filtered, raster);
  for (std::size_t pass = 0; interlaced && pass < 7; ++pass) {
    append_filtered(filtered, interlace_pass(raster, pass));
  }
  chunks.push_back({"IDAT", Deflater(6).compress(filtered)});
  chunks.push_back({"IEND", {}});
  return chunks;
}

inline Bytes made_png(const Raster& raster, bool interlaced = false) {
  return file_of(chunks_of(raster, interlaced));
}

/// With more chunks behind the header.
inline Bytes made_png_with(const Raster& raster, const std::vector<MadeChunk>& more) {
  std::vector<MadeChunk> chunks = chunks_of(raster);
  chunks.insert(chunks.begin() + 1, more.begin(), more.end());
  return file_of(chunks);
}

/// The chunk's data in a file; nothing if it is not there.
inline std::optional<Bytes> find_chunk(ByteView file, std::string_view type) {
  Result<ChunkReader> reader = ChunkReader::open(file);
  while (reader) {
    const Result<std::optional<Chunk>> chunk = reader->next();
    if (!chunk || !*chunk) break;
    if ((*chunk)->type == type) return Bytes((*chunk)->data.begin(), (*chunk)->data.end());
  }
  return std::nullopt;
}

}  // namespace pixmill::png
