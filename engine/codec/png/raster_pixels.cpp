#include "engine/codec/png/raster_pixels.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

namespace pixmill::png {

namespace {

template <class Sample>
Sample scale(unsigned value, unsigned depth) {
  constexpr unsigned full = std::numeric_limits<Sample>::max();
  if (depth == std::numeric_limits<Sample>::digits) return static_cast<Sample>(value);
  return static_cast<Sample>(value * (full / ((1u << depth) - 1)));
}

struct Samples8 {
  ByteView row;
  unsigned operator()(std::size_t i) const { return row[i]; }
};
struct Samples16 {
  ByteView row;
  unsigned operator()(std::size_t i) const { return read_be16(row.subspan(2 * i, 2)); }
};
struct PackedSamples {
  ByteView row;
  unsigned depth;
  unsigned operator()(std::size_t i) const {
    const std::size_t bit = i * depth;
    const unsigned byte = row[bit / 8];
    return byte >> (8 - depth - bit % 8) & ((1u << depth) - 1);
  }
};

template <class Sample, class Samples>
void expand_palette(const Raster& raster, Samples samples, std::span<Sample> rgba) {
  // the reader refuses indices beyond the palette; a raster of our own could still be wrong
  std::array<std::array<Sample, 4>, 256> table{};
  for (std::size_t i = 0; i < raster.palette.size(); ++i) {
    const Rgba& entry = raster.palette[i];
    table[i] = {scale<Sample>(entry.r, 8),
                scale<Sample>(entry.g, 8),
                scale<Sample>(entry.b, 8),
                scale<Sample>(entry.a, 8)};
  }
  for (std::size_t x = 0; x < raster.width; ++x) {
    std::memcpy(&rgba[4 * x], table[samples(x)].data(), 4 * sizeof(Sample));
  }
}

/// The colour type is a template parameter, for the loop is the hottest of verification.
template <ColorType color, class Sample, class Samples>
void expand_channels(unsigned depth, Samples samples, std::span<Sample> rgba) {
  constexpr std::size_t channels = channel_count(color);
  constexpr std::size_t green = is_grey(color) ? 0 : 1;
  const Sample* const end = rgba.data() + rgba.size();
  std::size_t at = 0;
  for (Sample* to = rgba.data(); to != end; to += 4, at += channels) {
    to[0] = scale<Sample>(samples(at), depth);
    to[1] = scale<Sample>(samples(at + green), depth);
    to[2] = scale<Sample>(samples(at + 2 * green), depth);
    to[3] = std::numeric_limits<Sample>::max();
    if constexpr (has_alpha_channel(color))
      to[3] = scale<Sample>(samples(at + channels - 1), depth);
  }
}

template <class Sample, class Samples>
void apply_key(const Raster& raster, Samples samples, std::span<Sample> rgba) {
  const auto& key = *raster.key;
  const bool grey = is_grey(raster.color);
  const std::size_t channels = channel_count(raster.color);
  for (std::size_t x = 0; x < raster.width; ++x) {
    const std::size_t at = channels * x;
    const bool hit =
        samples(at) == key[0] && (grey || (samples(at + 1) == key[1] && samples(at + 2) == key[2]));
    if (hit) rgba[4 * x + 3] = 0;
  }
}

template <class Sample, class Samples>
void expand(const Raster& raster, Samples samples, std::span<Sample> rgba) {
  switch (raster.color) {
    case ColorType::palette:
      expand_palette(raster, samples, rgba);
      break;
    case ColorType::grey:
      expand_channels<ColorType::grey>(raster.depth, samples, rgba);
      break;
    case ColorType::rgb:
      expand_channels<ColorType::rgb>(raster.depth, samples, rgba);
      break;
    case ColorType::rgba:
      expand_channels<ColorType::rgba>(raster.depth, samples, rgba);
      break;
    case ColorType::grey_alpha:
      expand_channels<ColorType::grey_alpha>(raster.depth, samples, rgba);
      break;
  }
  if (raster.key) apply_key(raster, samples, rgba);
}

template <class Sample>
void expand_any(const Raster& raster, std::uint32_t y, std::span<Sample> rgba) {
  const ByteView row = raster.row(y);
  if (raster.depth == 8) {
    expand(raster, Samples8{row}, rgba);
  } else if (raster.depth == 16) {
    if constexpr (sizeof(Sample) == 2) expand(raster, Samples16{row}, rgba);
  } else {
    expand(raster, PackedSamples{row, raster.depth}, rgba);
  }
}

template <class Sample>
bool same_rows(const Raster& a, const Raster& b, HiddenColor hidden) {
  const std::size_t samples = std::size_t{4} * a.width;
  std::vector<Sample> of_a(samples);
  std::vector<Sample> of_b(samples);
  for (std::uint32_t y = 0; y < a.height; ++y) {
    expand_row(a, y, std::span<Sample>(of_a));
    expand_row(b, y, std::span<Sample>(of_b));
    if (of_a == of_b) continue;
    if (hidden == HiddenColor::counts) return false;
    for (std::size_t i = 0; i < samples; i += 4) {
      if (of_a[i + 3] == 0 && of_b[i + 3] == 0) continue;
      if (!std::equal(&of_a[i], &of_a[i] + 4, &of_b[i])) return false;
    }
  }
  return true;
}

}  // namespace

void expand_row(const Raster& raster, std::uint32_t y, std::span<std::uint8_t> rgba) {
  expand_any(raster, y, rgba);
}

void expand_row(const Raster& raster, std::uint32_t y, std::span<std::uint16_t> rgba) {
  expand_any(raster, y, rgba);
}

Raster to_rgba(const Raster& raster) {
  if (raster.color == ColorType::rgba) return raster;
  if (raster.depth != 16) {
    Raster rgba = make_raster(raster, ColorType::rgba, 8);
    for (std::uint32_t y = 0; y < raster.height; ++y) expand_row(raster, y, rgba.row(y));
    return rgba;
  }
  Raster rgba = make_raster(raster, ColorType::rgba, 16);
  std::vector<std::uint16_t> samples(std::size_t{4} * raster.width);
  for (std::uint32_t y = 0; y < raster.height; ++y) {
    expand_row(raster, y, std::span<std::uint16_t>(samples));
    const std::span<std::uint8_t> row = rgba.row(y);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      row[2 * i] = static_cast<std::uint8_t>(samples[i] >> 8);
      row[2 * i + 1] = static_cast<std::uint8_t>(samples[i]);
    }
  }
  return rgba;
}

Image to_image(const Raster& raster) {
  const bool grey = is_grey(raster.color);
  const bool alpha = may_be_transparent(raster);
  Image image;
  image.width = raster.width;
  image.height = raster.height;
  image.channels = static_cast<std::uint8_t>((grey ? 1 : 3) + (alpha ? 1 : 0));
  image.bytes_per_sample = static_cast<std::uint8_t>(raster.bytes_per_sample());
  image.pixels.reserve(image.row_bytes() * image.height);
  const Raster rgba = to_rgba(raster);
  const std::size_t sample = raster.bytes_per_sample();
  const std::size_t color_bytes = (grey ? 1 : 3) * sample;
  for (std::size_t i = 0; i < rgba.rows.size(); i += 4 * sample) {
    const std::uint8_t* pixel = &rgba.rows[i];
    image.pixels.insert(image.pixels.end(), pixel, pixel + color_bytes);
    if (alpha) image.pixels.insert(image.pixels.end(), pixel + 3 * sample, pixel + 4 * sample);
  }
  return image;
}

bool same_pixels(const Raster& a, const Raster& b, HiddenColor hidden) {
  if (a.width != b.width || a.height != b.height) return false;
  const bool same_form =
      a.color == b.color && a.depth == b.depth && a.palette == b.palette && a.key == b.key;
  if (same_form && a.rows == b.rows) return true;
  const bool deep = a.depth == 16 || b.depth == 16;
  return deep ? same_rows<std::uint16_t>(a, b, hidden) : same_rows<std::uint8_t>(a, b, hidden);
}

}  // namespace pixmill::png
