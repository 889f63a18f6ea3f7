#include "engine/metric/luma.h"

namespace pixmill {

Image luma_of(const Image& image) {
  if (image.channels == 1) return image;
  Image luma{image.width, image.height, 1, 1, Bytes(std::size_t{image.width} * image.height)};
  const std::uint8_t* pixel = image.pixels.data();
  for (std::uint8_t& sample : luma.pixels) {
    const std::uint32_t sum = pixel[0] * 19595u + pixel[1] * 38470u + pixel[2] * 7471u + 0x8000u;
    sample = static_cast<std::uint8_t>(sum >> 16);
    pixel += 3;
  }
  return luma;
}

}  // namespace pixmill
