#include "engine/codec/png/encode_png.h"

#include <array>

#include "engine/codec/png/png_writer.h"
#include "engine/codec/png/stream_choice.h"

namespace pixmill::png {

namespace {

/// Where libdeflate's effort still costs little.
constexpr int k_level = 6;

constexpr std::array<ColorType, 4> k_color_by_channels = {
    ColorType::grey, ColorType::grey_alpha, ColorType::rgb, ColorType::rgba};

}  // namespace

Bytes encode_png(const Image& image) {
  Raster raster;
  raster.width = image.width;
  raster.height = image.height;
  raster.color = k_color_by_channels[image.channels - 1u];
  raster.depth = static_cast<std::uint8_t>(8 * image.bytes_per_sample);
  raster.rows = image.pixels;
  const StreamChoice choice = choose_stream({raster}, k_level);
  return write_png(raster, choice.stream, {}, {}, FormChange::changed);
}

}  // namespace pixmill::png
