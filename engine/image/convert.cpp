#include "engine/image/convert.h"

#include <cassert>

namespace pixmill {

Image to_eight_bits(Image image) {
  if (image.bytes_per_sample == 1) return image;
  Bytes pixels(image.pixels.size() / 2);
  const ByteView samples(image.pixels);
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    // 65535 = 255 * 257, so this rounds v * 255 / 65535 to the nearest
    pixels[i] = static_cast<std::uint8_t>((read_be16(samples.subspan(2 * i, 2)) + 128) / 257);
  }
  image.pixels = std::move(pixels);
  image.bytes_per_sample = 1;
  return image;
}

Image compose_over(Image image, std::uint8_t background) {
  assert(image.bytes_per_sample == 1);
  if (!image.has_alpha()) return image;
  const std::size_t colours = image.channels - 1u;
  const std::size_t count = std::size_t{image.width} * image.height;
  Bytes pixels(count * colours);
  const std::uint8_t* in = image.pixels.data();
  std::uint8_t* out = pixels.data();
  for (std::size_t i = 0; i < count; ++i, in += colours + 1, out += colours) {
    const unsigned alpha = in[colours];
    for (std::size_t c = 0; c < colours; ++c) {
      const unsigned mixed = in[c] * alpha + background * (255 - alpha);
      out[c] = static_cast<std::uint8_t>((mixed + 127) / 255);
    }
  }
  image.pixels = std::move(pixels);
  image.channels = static_cast<std::uint8_t>(colours);
  return image;
}

Image to_rgb(Image image) {
  assert(image.bytes_per_sample == 1 && !image.has_alpha());
  if (image.channels == 3) return image;
  Bytes pixels(image.pixels.size() * 3);
  for (std::size_t i = 0; i < image.pixels.size(); ++i) {
    pixels[3 * i] = pixels[3 * i + 1] = pixels[3 * i + 2] = image.pixels[i];
  }
  image.pixels = std::move(pixels);
  image.channels = 3;
  return image;
}

}  // namespace pixmill
