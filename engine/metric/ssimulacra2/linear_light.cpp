#include "engine/metric/ssimulacra2/linear_light.h"

#include <cmath>
#include <cstddef>
#include <limits>

namespace pixmill::ssimulacra2 {
namespace {

/// sRGB's electro-optical transfer function as libjxl approximates it
/// (lib/jxl/transfer_functions-inl.h, TF_SRGB::DisplayFromEncoded, BSD-3-Clause): a rational
/// polynomial above the linear toe.
float linear_from_srgb(float encoded) {
  constexpr std::array<float, 5> k_numerator = {
      2.200248328e-04f, 1.043637593e-02f, 1.624820318e-01f, 7.961564959e-01f, 8.210152774e-01f};
  constexpr std::array<float, 5> k_denominator = {
      2.631846970e-01f, 1.076976492e+00f, 4.987528350e-01f, -5.512498495e-02f, 6.521209011e-03f};
  constexpr float k_toe = 0.04045f;
  constexpr float k_toe_slope = 1.0f / 12.92f;

  if (encoded <= k_toe) return encoded * k_toe_slope;
  float numerator = k_numerator[4];
  float denominator = k_denominator[4];
  for (std::size_t i = 4; i-- > 0;) {
    numerator = std::fma(numerator, encoded, k_numerator[i]);
    denominator = std::fma(denominator, encoded, k_denominator[i]);
  }
  return numerator / denominator;
}

/// The linear light of every sample value up to `max_sample`.
std::vector<float> make_table(std::uint32_t max_sample) {
  const float scale = 1.0f / static_cast<float>(max_sample);
  std::vector<float> table(max_sample + 1);
  for (std::uint32_t sample = 0; sample <= max_sample; ++sample) {
    table[sample] = linear_from_srgb(static_cast<float>(sample) * scale);
  }
  return table;
}

template <class Sample>
constexpr std::uint32_t k_max_sample = std::numeric_limits<Sample>::max();

/// Sample `i` of a row of 8-bit or of big-endian 16-bit samples.
template <class Sample>
std::uint32_t sample_at(ByteView row, std::size_t i) {
  if constexpr (sizeof(Sample) == 1) {
    return row[i];
  } else {
    return read_be16(row.subspan(2 * i));
  }
}

/// `sample` at an opacity of `alpha` over the background, rounded to 16 bits.
template <class Sample>
std::uint32_t composite(std::uint32_t sample, std::uint32_t alpha, Background background) {
  constexpr std::uint64_t k_max = k_max_sample<Sample>;
  const auto share = [&](std::uint64_t value) {
    return static_cast<std::uint32_t>((value * alpha * 65535 + k_max * k_max / 2) /
                                      (k_max * k_max));
  };
  if (background == Background::black) return share(sample);
  return 65535 - share(k_max - sample);
}

/// Where the three colours of a pixel lie behind its first sample; grey has one sample for all.
std::array<std::size_t, 3> colour_places(const Image& image) {
  if (image.channels < 3) return {0, 0, 0};
  return {0, 1, 2};
}

/// Looks every sample up in a table of its own depth.
template <class Sample>
void look_up(const Image& image, std::uint32_t y, const float* table, const LinearRow& row) {
  const ByteView samples = image.row(y);
  const auto places = colour_places(image);
  for (std::size_t x = 0, pixel = 0; x < image.width; ++x, pixel += image.channels) {
    row[0][x] = table[sample_at<Sample>(samples, pixel + places[0])];
    row[1][x] = table[sample_at<Sample>(samples, pixel + places[1])];
    row[2][x] = table[sample_at<Sample>(samples, pixel + places[2])];
  }
}

/// Composites every pixel and looks the outcome up in the table of 16-bit samples.
template <class Sample>
void composite_row(const Image& image,
                   Background background,
                   std::uint32_t y,
                   const float* table,
                   const LinearRow& row) {
  const ByteView samples = image.row(y);
  const auto places = colour_places(image);
  for (std::size_t x = 0, pixel = 0; x < image.width; ++x, pixel += image.channels) {
    const std::uint32_t alpha = sample_at<Sample>(samples, pixel + image.channels - 1u);
    for (std::size_t colour = 0; colour < 3; ++colour) {
      const std::uint32_t sample = sample_at<Sample>(samples, pixel + places[colour]);
      row[colour][x] = table[composite<Sample>(sample, alpha, background)];
    }
  }
}

template <class Sample>
bool shows_background(const Image& image) {
  const std::size_t count = image.pixels.size() / sizeof(Sample);
  for (std::size_t i = image.channels - 1u; i < count; i += image.channels) {
    if (sample_at<Sample>(image.pixels, i) != k_max_sample<Sample>) return true;
  }
  return false;
}

}  // namespace

const std::vector<float>& LinearLight::table_8() {
  if (table_8_.empty()) table_8_ = make_table(255);
  return table_8_;
}

const std::vector<float>& LinearLight::table_16() {
  if (table_16_.empty()) table_16_ = make_table(65535);
  return table_16_;
}

void LinearLight::read_row(const Image& image,
                           Background background,
                           std::uint32_t y,
                           const LinearRow& row) {
  const bool is_8_bit = image.bytes_per_sample == 1;
  if (!image.has_alpha() || background == Background::none) {
    if (is_8_bit) return look_up<std::uint8_t>(image, y, table_8().data(), row);
    return look_up<std::uint16_t>(image, y, table_16().data(), row);
  }
  if (is_8_bit) {
    return composite_row<std::uint8_t>(image, background, y, table_16().data(), row);
  }
  composite_row<std::uint16_t>(image, background, y, table_16().data(), row);
}

bool is_translucent(const Image& image) {
  if (!image.has_alpha()) return false;
  return image.bytes_per_sample == 1 ? shows_background<std::uint8_t>(image)
                                     : shows_background<std::uint16_t>(image);
}

}  // namespace pixmill::ssimulacra2
