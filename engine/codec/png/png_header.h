// What a PNG's IHDR chunk says (PNG, third edition, 11.2.1), checked before anything believes it.
#pragma once

#include <cstdint>

#include "engine/base/bytes.h"
#include "engine/base/result.h"

namespace pixmill::png {

/// The values are the file format's.
enum class ColorType : std::uint8_t { grey = 0, rgb = 2, palette = 3, grey_alpha = 4, rgba = 6 };

/// Samples a pixel; an index counts as one.
constexpr std::uint32_t channel_count(ColorType color) {
  switch (color) {
    case ColorType::rgb:
      return 3;
    case ColorType::grey_alpha:
      return 2;
    case ColorType::rgba:
      return 4;
    case ColorType::grey:
    case ColorType::palette:
      break;
  }
  return 1;
}

constexpr bool has_alpha_channel(ColorType color) {
  return color == ColorType::grey_alpha || color == ColorType::rgba;
}

constexpr bool is_grey(ColorType color) {
  return color == ColorType::grey || color == ColorType::grey_alpha;
}

struct Header {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint8_t depth = 8;  ///< bits a sample: 1, 2, 4, 8 or 16
  ColorType color = ColorType::grey;
  bool interlaced = false;

  friend bool operator==(const Header&, const Header&) = default;
};

/// The 13 bytes of an IHDR chunk. Fails with corrupt_input on any value that PNG does not know.
Result<Header> parse_header(ByteView ihdr);

}  // namespace pixmill::png
