#include "engine/codec/png/reduce_depth.h"

#include <algorithm>

namespace pixmill::png {

namespace {

/// The smallest depth to which an 8-bit grey can be scaled: 255 = 15 * 17 = 3 * 85 = 1 * 255.
unsigned grey_depth(unsigned sample) {
  if (sample % 255 == 0) return 1;
  if (sample % 85 == 0) return 2;
  return sample % 17 == 0 ? 4 : 8;
}

unsigned needed_grey_depth(const Raster& raster) {
  unsigned depth = raster.key ? grey_depth((*raster.key)[0]) : 1;
  for (const std::uint8_t sample : raster.rows) {
    depth = std::max(depth, grey_depth(sample));
    if (depth == 8) break;
  }
  return depth;
}

unsigned needed_index_depth(const Raster& raster) {
  const std::size_t entries = raster.palette.size();
  if (entries <= 2) return 1;
  if (entries <= 4) return 2;
  return entries <= 16 ? 4 : 8;
}

}  // namespace

std::optional<Raster> narrow_to_8_bits(const Raster& raster) {
  if (raster.depth != 16) return std::nullopt;
  for (std::size_t i = 0; i < raster.rows.size(); i += 2) {
    if (raster.rows[i] != raster.rows[i + 1]) return std::nullopt;
  }
  Raster narrow = make_raster(raster, raster.color, 8);
  for (std::size_t i = 0; i < narrow.rows.size(); ++i) narrow.rows[i] = raster.rows[2 * i];
  if (!raster.key) return narrow;
  // a key between the 8-bit values never matched a pixel
  const auto& key = *raster.key;
  const std::size_t used = is_grey(raster.color) ? 1 : 3;
  const bool is_exact =
      std::all_of(key.begin(), key.begin() + used, [](auto k) { return k >> 8 == (k & 255); });
  if (is_exact) {
    narrow.key = key;
    for (std::uint16_t& k : *narrow.key) k &= 255;
  }
  return narrow;
}

std::optional<Raster> pack_samples(const Raster& raster) {
  if (raster.depth != 8) return std::nullopt;
  const bool indexed = raster.color == ColorType::palette;
  if (!indexed && raster.color != ColorType::grey) return std::nullopt;
  const unsigned depth = indexed ? needed_index_depth(raster) : needed_grey_depth(raster);
  if (depth == 8) return std::nullopt;

  const unsigned divisor = indexed ? 1 : 255 / ((1u << depth) - 1);
  Raster packed = make_raster(raster, raster.color, static_cast<std::uint8_t>(depth));
  packed.palette = raster.palette;
  packed.key = raster.key;
  if (packed.key) (*packed.key)[0] = static_cast<std::uint16_t>((*packed.key)[0] / divisor);
  for (std::uint32_t y = 0; y < raster.height; ++y) {
    const ByteView from = raster.row(y);
    const std::span<std::uint8_t> to = packed.row(y);
    for (std::size_t x = 0; x < from.size(); ++x) {
      const std::size_t bit = x * depth;
      to[bit / 8] =
          static_cast<std::uint8_t>(to[bit / 8] | from[x] / divisor << (8 - depth - bit % 8));
    }
  }
  return packed;
}

}  // namespace pixmill::png
