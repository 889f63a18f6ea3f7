// A decoded picture, as codecs, metrics and resizing hand it to one another.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/base/bytes.h"

namespace pixmill {

/// Rows top-down, interleaved, unpadded: pixels.size() == width*height*channels*bytes_per_sample.
/// Channels: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA; alpha is not premultiplied.
/// Samples of 16 bits are big-endian, as in PNG.
struct Image {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint8_t channels = 0;
  std::uint8_t bytes_per_sample = 1;
  Bytes pixels;

  std::size_t row_bytes() const { return std::size_t{width} * channels * bytes_per_sample; }
  ByteView row(std::uint32_t y) const {
    return ByteView(pixels).subspan(y * row_bytes(), row_bytes());
  }
  bool has_alpha() const { return channels == 2 || channels == 4; }
  friend bool operator==(const Image&, const Image&) = default;
};

}  // namespace pixmill
