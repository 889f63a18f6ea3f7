// Pictures for tests, made by integer arithmetic: the same samples on every machine.
#pragma once

#include <algorithm>
#include <cstdint>

#include "engine/image/image.h"

namespace pixmill::test {

/// A well-mixed function of a position.
inline std::uint32_t mixed(std::uint32_t x, std::uint32_t y, std::uint32_t channel) {
  std::uint32_t h = x * 0x9E3779B1u ^ y * 0x85EBCA77u ^ channel * 0xC2B2AE3Du;
  h = (h ^ h >> 15) * 0x2C1B3C6Du;
  h = (h ^ h >> 12) * 0x297A2D39u;
  return h ^ h >> 15;
}

/// All samples zero.
inline Image blank(std::uint32_t width, std::uint32_t height, std::uint8_t channels) {
  return {width, height, channels, 1, Bytes(std::size_t{width} * height * channels)};
}

/// Slopes, hard edges and some texture, in every channel another.
inline Image made_picture(std::uint32_t width, std::uint32_t height, std::uint8_t channels = 3) {
  Image image = blank(width, height, channels);
  std::size_t i = 0;
  for (std::uint32_t y = 0; y < height; ++y) {
    for (std::uint32_t x = 0; x < width; ++x) {
      for (std::uint32_t c = 0; c < channels; ++c, ++i) {
        const std::uint32_t slope = (x * (c + 2) + y * 3) / 4 % 160;
        const std::uint32_t edge = (x / 23 + y / 17 + c) % 3 == 0 ? 60 : 0;
        const std::uint32_t texture = mixed(x / 2, y, c) % 24;
        image.pixels[i] = static_cast<std::uint8_t>(slope + edge + texture);
      }
    }
  }
  return image;
}

/// The picture with its samples rounded to multiples of `step`.
inline Image posterised(Image image, std::uint32_t step) {
  for (std::uint8_t& sample : image.pixels) {
    sample = static_cast<std::uint8_t>(std::min((sample + step / 2) / step * step, 255u));
  }
  return image;
}

/// The picture with noise of up to `amplitude` either way.
inline Image noisy(Image image, std::uint32_t amplitude) {
  for (std::size_t i = 0; i < image.pixels.size(); ++i) {
    const std::uint32_t noise = mixed(static_cast<std::uint32_t>(i), 77, 1) % (2 * amplitude + 1);
    const std::uint32_t sample = image.pixels[i] + noise;
    image.pixels[i] =
        static_cast<std::uint8_t>(std::clamp(sample, amplitude, 255 + amplitude) - amplitude);
  }
  return image;
}

}  // namespace pixmill::test
