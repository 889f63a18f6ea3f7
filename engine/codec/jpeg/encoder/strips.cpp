#include "engine/codec/jpeg/encoder/strips.h"

#include <algorithm>

namespace pixmill::jpeg {

namespace {

constexpr std::uint64_t k_small_pixels = 2'000'000;
constexpr std::uint64_t k_sample_pixels = 700'000;
/// A multiple of every MCU's height but that of three rows of blocks.
constexpr std::uint32_t k_height = 256;

/// Rows of blocks in a strip; they must come out even.
constexpr std::uint32_t k_rows = k_height / 8;

std::uint32_t largest_vertical(const DctImage& image) {
  std::uint32_t largest = 1;
  for (const DctPlane& plane : image.planes)
    largest = std::max<std::uint32_t>(largest, plane.vertical);
  return largest;
}

}  // namespace

std::optional<Strips> Strips::of(const DctImage& image) {
  const std::uint64_t pixels = std::uint64_t{image.width} * image.height;
  const std::uint32_t strips = image.height / k_height;
  if (pixels < k_small_pixels || strips < 2 || k_rows % largest_vertical(image) != 0) return {};
  const auto step = static_cast<std::uint32_t>(
      std::min<std::uint64_t>(strips, (pixels + k_sample_pixels / 2) / k_sample_pixels));
  return Strips(strips / step, step);
}

std::uint32_t Strips::first_row(std::uint32_t strip) const {
  return (strip * step_ + step_ / 2) * k_height;
}

DctImage Strips::sample(const DctImage& image) const {
  const std::uint32_t largest = largest_vertical(image);
  DctImage out{image.width, count_ * k_height, image.color, {}};
  for (const DctPlane& plane : image.planes) {
    DctPlane part{plane.id, plane.horizontal, plane.vertical, plane.width_in_blocks, 0, {}};
    const std::uint32_t rows = k_rows * plane.vertical / largest;
    const std::size_t row_values = std::size_t{64} * plane.width_in_blocks;
    for (std::uint32_t strip = 0; strip < count_; ++strip) {
      const std::size_t row = std::size_t{first_row(strip)} / 8 * plane.vertical / largest;
      const auto* from = plane.values.data() + row * row_values;
      part.values.insert(part.values.end(), from, from + rows * row_values);
    }
    part.height_in_blocks = rows * count_;
    out.planes.push_back(std::move(part));
  }
  return out;
}

Image Strips::sample(const Image& image) const {
  Image out{image.width, count_ * k_height, image.channels, image.bytes_per_sample, {}};
  const std::size_t bytes = k_height * image.row_bytes();
  for (std::uint32_t strip = 0; strip < count_; ++strip) {
    const ByteView rows =
        ByteView(image.pixels).subspan(first_row(strip) * image.row_bytes(), bytes);
    out.pixels.insert(out.pixels.end(), rows.begin(), rows.end());
  }
  return out;
}

}  // namespace pixmill::jpeg
