// A picture in one of PNG's own forms: colour type, depth, palette and packed rows. Reductions turn
// one form into another that decodes to the same pixels; Image knows too few forms for that.
#pragma once

#include <array>
#include <compare>
#include <optional>
#include <vector>

#include "engine/base/bytes.h"
#include "engine/codec/png/png_header.h"

namespace pixmill::png {

/// One palette entry, or a pixel of 8 bits; alpha is not premultiplied.
struct Rgba {
  std::uint8_t r = 0;
  std::uint8_t g = 0;
  std::uint8_t b = 0;
  std::uint8_t a = 255;
  // clang-tidy 14 sees a null pointer in a defaulted comparison
  auto operator<=>(const Rgba&) const = default;  // NOLINT(modernize-use-nullptr)
};

/// Rows top-down, each starting on a byte; samples of 16 bits are big-endian, those of fewer than 8
/// bits packed from the high bit down. What a file's IDAT holds, without filters and interlacing.
struct Raster {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  ColorType color = ColorType::grey;
  std::uint8_t depth = 8;
  std::vector<Rgba> palette;  ///< of ColorType::palette: 1 to 256 entries
  /// The one fully transparent colour of grey (first value) or rgb, in samples of `depth` bits.
  std::optional<std::array<std::uint16_t, 3>> key;
  Bytes rows;

  std::uint32_t bits_per_pixel() const { return channel_count(color) * depth; }
  std::uint32_t bytes_per_sample() const { return depth == 16 ? 2 : 1; }
  /// Of depths 8 and 16.
  std::size_t pixel_bytes() const { return std::size_t{channel_count(color)} * bytes_per_sample(); }
  std::size_t row_bytes() const { return (std::size_t{width} * bits_per_pixel() + 7) / 8; }
  std::size_t pixel_count() const { return std::size_t{width} * height; }
  ByteView row(std::uint32_t y) const {
    return ByteView(rows).subspan(y * row_bytes(), row_bytes());
  }
  std::span<std::uint8_t> row(std::uint32_t y) {
    return std::span(rows).subspan(y * row_bytes(), row_bytes());
  }
  friend bool operator==(const Raster&, const Raster&) = default;
};

/// Everything of `like` but its pixels, in another form; rows are zero.
Raster make_raster(const Raster& like, ColorType color, std::uint8_t depth);

/// True if any pixel can be other than opaque.
bool may_be_transparent(const Raster& raster);

}  // namespace pixmill::png
