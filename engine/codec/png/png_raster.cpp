#include "engine/codec/png/png_raster.h"

#include <algorithm>

namespace pixmill::png {

Raster make_raster(const Raster& like, ColorType color, std::uint8_t depth) {
  Raster raster;
  raster.width = like.width;
  raster.height = like.height;
  raster.color = color;
  raster.depth = depth;
  raster.rows.resize(raster.row_bytes() * raster.height);
  return raster;
}

bool may_be_transparent(const Raster& raster) {
  return has_alpha_channel(raster.color) || raster.key.has_value() ||
         std::any_of(raster.palette.begin(), raster.palette.end(), [](const Rgba& entry) {
           return entry.a != 255;
         });
}

}  // namespace pixmill::png
