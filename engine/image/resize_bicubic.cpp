#include "engine/image/resize_bicubic.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

#include "engine/image/resample_weights.h"

namespace pixmill {

namespace {

/// Samples mixed at once. All loops over lanes have this constant length, so that compilers turn
/// them into vector instructions; 48 divides by 1 and 3 channels and by every vector's width.
constexpr std::size_t k_lanes = 48;

std::uint8_t round_to_sample(std::int32_t sum) {
  return static_cast<std::uint8_t>(std::clamp(sum >> k_weight_bits, 0, 255));
}

/// out[l] = the sum over t of weights[t] * in[t * step + l], rounded and clipped.
void mix(const std::uint8_t* in,
         std::size_t step,
         std::span<const std::int32_t> weights,
         std::uint8_t* out) {
  std::array<std::int32_t, k_lanes> sums;
  sums.fill(1 << (k_weight_bits - 1));
  for (const std::int32_t weight : weights) {
    for (std::size_t lane = 0; lane < k_lanes; ++lane) sums[lane] += in[lane] * weight;
    in += step;
  }
  for (std::size_t lane = 0; lane < k_lanes; ++lane) out[lane] = round_to_sample(sums[lane]);
}

std::span<const std::int32_t> weights_of(const ResampleWeights& weights, std::size_t i) {
  return {&weights.weights[i * weights.stride], weights.count[i]};
}

/// Rows turned on their side: sample x of all rows of a band lies in k_lanes bytes together, so the
/// horizontal pass is the same mixing of whole vectors as the vertical one.
template <std::size_t channels>
struct Band {
  static constexpr std::uint32_t k_rows = k_lanes / channels;

  static std::uint32_t rows_from(std::uint32_t top, const Image& image) {
    return std::min(k_rows, image.height - top);
  }

  static void gather(const Image& image, std::uint32_t top, Bytes& columns) {
    for (std::uint32_t r = 0; r < rows_from(top, image); ++r) {
      const std::uint8_t* in = image.row(top + r).data();
      std::uint8_t* out = &columns[r * channels];
      for (std::uint32_t x = 0; x < image.width; ++x, in += channels, out += k_lanes) {
        for (std::size_t c = 0; c < channels; ++c) out[c] = in[c];
      }
    }
  }

  static void scatter(const Bytes& columns, std::uint32_t top, Image& image) {
    for (std::uint32_t r = 0; r < rows_from(top, image); ++r) {
      const std::uint8_t* in = &columns[r * channels];
      std::uint8_t* out = &image.pixels[(top + r) * image.row_bytes()];
      for (std::uint32_t x = 0; x < image.width; ++x, in += k_lanes, out += channels) {
        for (std::size_t c = 0; c < channels; ++c) out[c] = in[c];
      }
    }
  }
};

Image blank(std::uint32_t width, std::uint32_t height, std::uint8_t channels) {
  Image image{width, height, channels, 1, {}};
  image.pixels.resize(image.row_bytes() * height);
  return image;
}

template <std::size_t channels>
Image resize_rows_of(const Image& image, std::uint32_t width) {
  using Rows = Band<channels>;
  const ResampleWeights weights = bicubic_weights(image.width, width);
  Image result = blank(width, image.height, image.channels);
  Bytes in(std::size_t{image.width} * k_lanes);
  Bytes out(std::size_t{width} * k_lanes);
  for (std::uint32_t top = 0; top < image.height; top += Rows::k_rows) {
    Rows::gather(image, top, in);
    for (std::size_t x = 0; x < width; ++x) {
      mix(&in[weights.first[x] * k_lanes], k_lanes, weights_of(weights, x), &out[x * k_lanes]);
    }
    Rows::scatter(out, top, result);
  }
  return result;
}

Image resize_rows(const Image& image, std::uint32_t width) {
  return image.channels == 1 ? resize_rows_of<1>(image, width) : resize_rows_of<3>(image, width);
}

Image resize_columns(const Image& image, std::uint32_t height) {
  const ResampleWeights weights = bicubic_weights(image.height, height);
  Image result = blank(image.width, height, image.channels);
  // Rows are padded to whole vectors, so that the last one needs no loop of its own.
  const std::size_t row_bytes = image.row_bytes();
  const std::size_t padded = (row_bytes + k_lanes - 1) / k_lanes * k_lanes;
  Bytes in(padded * image.height);
  for (std::uint32_t y = 0; y < image.height; ++y) {
    std::memcpy(&in[y * padded], image.row(y).data(), row_bytes);
  }
  Bytes out(padded);
  for (std::size_t y = 0; y < height; ++y) {
    const std::uint8_t* top = &in[weights.first[y] * padded];
    for (std::size_t x = 0; x < row_bytes; x += k_lanes) {
      mix(top + x, padded, weights_of(weights, y), &out[x]);
    }
    std::memcpy(&result.pixels[y * row_bytes], out.data(), row_bytes);
  }
  return result;
}

}  // namespace

Image resize_bicubic(const Image& image, std::uint32_t width, std::uint32_t height) {
  assert(image.bytes_per_sample == 1 && (image.channels == 1 || image.channels == 3));
  if (image.width == width && image.height == height) return image;
  if (image.width == width) return resize_columns(image, height);
  if (image.height == height) return resize_rows(image, width);
  return resize_columns(resize_rows(image, width), height);
}

}  // namespace pixmill
