#include "engine/codec/png/reduce_palette.h"

#include <cstring>

namespace pixmill::png {

namespace {

/// A hash table of up to 256 colours, with open addressing.
class ColorIndex {
 public:
  /// The colour's index; nothing if it would be the 257th.
  std::optional<std::uint8_t> index_of(std::uint32_t color) {
    // Knuth's multiplicative hash: the golden ratio times 2^32
    std::size_t slot = color * 2654435769u >> (32 - k_slot_bits);
    while (used_[slot]) {
      if (colors_[slot] == color) return indices_[slot];
      slot = (slot + 1) % k_slots;
    }
    if (size_ == 256) return std::nullopt;
    used_[slot] = true;
    colors_[slot] = color;
    indices_[slot] = static_cast<std::uint8_t>(size_++);
    return indices_[slot];
  }

  std::size_t size() const { return size_; }

 private:
  static constexpr unsigned k_slot_bits = 11;
  static constexpr std::size_t k_slots = std::size_t{1} << k_slot_bits;

  std::array<std::uint32_t, k_slots> colors_{};
  std::array<std::uint8_t, k_slots> indices_{};
  std::array<bool, k_slots> used_{};
  std::size_t size_ = 0;
};

}  // namespace

std::optional<Raster> to_palette(const Raster& rgba) {
  if (rgba.color != ColorType::rgba || rgba.depth != 8) return std::nullopt;
  Raster indexed;
  indexed.width = rgba.width;
  indexed.height = rgba.height;
  indexed.color = ColorType::palette;
  indexed.depth = 8;
  // grown as it is found to be one: most photographs are given up after a few rows
  indexed.rows.reserve(rgba.width);
  ColorIndex colors;
  std::uint32_t last_color = 0;
  std::optional<std::uint8_t> last_index;
  for (std::size_t i = 0; i < rgba.rows.size(); i += 4) {
    const std::uint8_t* pixel = &rgba.rows[i];
    std::uint32_t color = 0;
    std::memcpy(&color, pixel, 4);
    if (!last_index || color != last_color) {
      last_index = colors.index_of(color);
      last_color = color;
      if (!last_index) return std::nullopt;
      if (*last_index == indexed.palette.size()) {
        indexed.palette.push_back({pixel[0], pixel[1], pixel[2], pixel[3]});
      }
    }
    indexed.rows.push_back(*last_index);
  }
  return indexed;
}

}  // namespace pixmill::png
