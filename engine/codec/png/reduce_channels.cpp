#include "engine/codec/png/reduce_channels.h"

#include <algorithm>
#include <cstring>

namespace pixmill::png {

namespace {

bool has_full_alpha(const std::uint8_t* alpha, std::size_t size) {
  return alpha[0] == 255 && alpha[size - 1] == 255;
}
bool has_zero_alpha(const std::uint8_t* alpha, std::size_t size) {
  return alpha[0] == 0 && alpha[size - 1] == 0;
}

ColorType without_alpha(ColorType color) {
  return is_grey(color) ? ColorType::grey : ColorType::rgb;
}

/// Copies `size` bytes at `offset` of each pixel to `to_offset` of each of `to`.
void copy_samples(const Raster& from,
                  Raster& to,
                  std::size_t size,
                  std::array<std::size_t, 2> offsets) {
  const std::size_t from_step = from.pixel_bytes();
  const std::size_t to_step = to.pixel_bytes();
  const std::uint8_t* source = from.rows.data() + offsets[0];
  std::uint8_t* target = to.rows.data() + offsets[1];
  for (std::size_t i = 0; i < from.pixel_count(); ++i) {
    std::memcpy(target + i * to_step, source + i * from_step, size);
  }
}

Raster copy_without_alpha(const Raster& raster) {
  Raster opaque = make_raster(raster, without_alpha(raster.color), raster.depth);
  copy_samples(raster, opaque, opaque.pixel_bytes(), {0, 0});
  return opaque;
}

bool is_all_grey(const Raster& raster) {
  const std::size_t step = raster.pixel_bytes();
  const std::size_t sample = raster.bytes_per_sample();
  for (std::size_t i = 0; i < raster.rows.size(); i += step) {
    const std::uint8_t* pixel = &raster.rows[i];
    if (std::memcmp(pixel, pixel + sample, 2 * sample) != 0) return false;
  }
  return true;
}

/// The colours that pixels of non-zero alpha have, of 8-bit RGBA.
class UsedColors {
 public:
  explicit UsedColors(const Raster& rgba) : used_(std::size_t{1} << 24) {
    for (std::size_t i = 0; i < rgba.rows.size(); i += 4) {
      const std::uint8_t* pixel = &rgba.rows[i];
      if (pixel[3] == 0) continue;
      is_grey_ = is_grey_ && pixel[0] == pixel[1] && pixel[1] == pixel[2];
      used_[index({pixel[0], pixel[1], pixel[2]})] = true;
    }
  }

  /// The smallest unused one, a grey if the opaque pixels are grey; black if there is none.
  Rgba free_color() const {
    for (unsigned level = 0; is_grey_ && level < 256; ++level) {
      const auto v = static_cast<std::uint8_t>(level);
      if (!used_[index({v, v, v})]) return {v, v, v, 0};
    }
    const auto free = std::find(used_.begin(), used_.end(), false);
    if (is_grey_ || free == used_.end()) return {0, 0, 0, 0};
    const auto number = static_cast<std::uint32_t>(free - used_.begin());
    return {static_cast<std::uint8_t>(number >> 16),
            static_cast<std::uint8_t>(number >> 8),
            static_cast<std::uint8_t>(number),
            0};
  }

 private:
  static std::size_t index(Rgba color) {
    return std::size_t{color.r} << 16 | std::size_t{color.g} << 8 | color.b;
  }

  std::vector<bool> used_;
  bool is_grey_ = true;
};

}  // namespace

std::optional<Raster> drop_color(const Raster& raster) {
  const bool alpha = raster.color == ColorType::rgba;
  if ((raster.color != ColorType::rgb && !alpha) || raster.depth < 8) return std::nullopt;
  if (raster.key &&
      ((*raster.key)[0] != (*raster.key)[1] || (*raster.key)[1] != (*raster.key)[2])) {
    return std::nullopt;
  }
  if (!is_all_grey(raster)) return std::nullopt;
  const std::size_t sample = raster.bytes_per_sample();
  Raster grey = make_raster(raster, alpha ? ColorType::grey_alpha : ColorType::grey, raster.depth);
  copy_samples(raster, grey, sample, {0, 0});
  if (alpha) copy_samples(raster, grey, sample, {3 * sample, sample});
  if (raster.key) grey.key = {(*raster.key)[0], 0, 0};
  return grey;
}

std::optional<Raster> drop_alpha(const Raster& raster) {
  if (!has_alpha_channel(raster.color)) return std::nullopt;
  const std::size_t step = raster.pixel_bytes();
  const std::size_t sample = raster.bytes_per_sample();
  for (std::size_t i = step; i <= raster.rows.size(); i += step) {
    if (!has_full_alpha(&raster.rows[i - sample], sample)) return std::nullopt;
  }
  return copy_without_alpha(raster);
}

namespace {

/// The first fully transparent pixel, if all others of them have its colour and the rest is opaque;
/// else null.
const std::uint8_t* only_hidden_pixel(const Raster& raster) {
  const std::size_t step = raster.pixel_bytes();
  const std::size_t sample = raster.bytes_per_sample();
  const std::size_t color_bytes = step - sample;
  const std::uint8_t* hidden = nullptr;
  for (std::size_t i = 0; i < raster.rows.size(); i += step) {
    const std::uint8_t* pixel = &raster.rows[i];
    if (has_full_alpha(pixel + color_bytes, sample)) continue;
    if (!has_zero_alpha(pixel + color_bytes, sample)) return nullptr;
    if (hidden == nullptr) hidden = pixel;
    if (std::memcmp(pixel, hidden, color_bytes) != 0) return nullptr;
  }
  return hidden;
}

bool is_shown_somewhere(const Raster& raster, const std::uint8_t* color) {
  const std::size_t step = raster.pixel_bytes();
  const std::size_t sample = raster.bytes_per_sample();
  const std::size_t color_bytes = step - sample;
  for (std::size_t i = 0; i < raster.rows.size(); i += step) {
    const std::uint8_t* pixel = &raster.rows[i];
    const bool opaque = has_full_alpha(pixel + color_bytes, sample);
    if (opaque && std::memcmp(pixel, color, color_bytes) == 0) return true;
  }
  return false;
}

}  // namespace

std::optional<Raster> alpha_to_key(const Raster& raster) {
  if (!has_alpha_channel(raster.color)) return std::nullopt;
  const std::uint8_t* hidden = only_hidden_pixel(raster);
  if (hidden == nullptr || is_shown_somewhere(raster, hidden)) return std::nullopt;
  const std::size_t sample = raster.bytes_per_sample();
  Raster keyed = copy_without_alpha(raster);
  keyed.key.emplace();
  for (std::size_t i = 0; i < keyed.pixel_bytes() / sample; ++i) {
    (*keyed.key)[i] = static_cast<std::uint16_t>(
        sample == 2 ? read_be16(ByteView(hidden + 2 * i, 2)) : hidden[i]);
  }
  return keyed;
}

void clean_hidden_color(Raster& raster) {
  if (raster.color != ColorType::rgba || raster.depth != 8) return;
  bool has_hidden = false;
  bool is_binary = true;
  for (std::size_t i = 3; i < raster.rows.size(); i += 4) {
    has_hidden = has_hidden || raster.rows[i] == 0;
    is_binary = is_binary && (raster.rows[i] == 0 || raster.rows[i] == 255);
  }
  if (!has_hidden) return;
  const Rgba color = is_binary ? UsedColors(raster).free_color() : Rgba{0, 0, 0, 0};
  for (std::size_t i = 0; i < raster.rows.size(); i += 4) {
    std::uint8_t* pixel = &raster.rows[i];
    if (pixel[3] != 0) continue;
    pixel[0] = color.r;
    pixel[1] = color.g;
    pixel[2] = color.b;
  }
}

}  // namespace pixmill::png
