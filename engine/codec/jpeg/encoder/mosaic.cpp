#include "engine/codec/jpeg/encoder/mosaic.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace pixmill::jpeg {

namespace {

constexpr std::uint64_t k_small_pixels = 2'000'000;
constexpr std::uint64_t k_sample_pixels = 700'000;
constexpr std::uint32_t k_side = 128;  ///< of a tile, in pixels
constexpr std::uint32_t k_blocks = k_side / 8;

/// The part of the golden section: rows that begin so much further along are spread evenly.
constexpr double k_golden = 0.6180339887498949;

std::uint32_t largest_factor(const DctImage& image, std::uint8_t DctPlane::*factor) {
  std::uint32_t largest = 1;
  for (const DctPlane& plane : image.planes) {
    largest = std::max<std::uint32_t>(largest, plane.*factor);
  }
  return largest;
}

/// A tile's blocks in one component.
struct TileShape {
  std::size_t across = 0;
  std::size_t down = 0;

  TileShape(const DctImage& image, const DctPlane& plane)
      : across(std::size_t{k_blocks} * plane.horizontal /
               largest_factor(image, &DctPlane::horizontal)),
        down(std::size_t{k_blocks} * plane.vertical / largest_factor(image, &DctPlane::vertical)) {}
};

}  // namespace

std::vector<Mosaic::Place> Mosaic::spread(std::uint32_t across,
                                          std::uint32_t down,
                                          std::uint64_t pixels) {
  const double step =
      std::max(1.0, static_cast<double>(pixels) / static_cast<double>(k_sample_pixels));
  std::vector<Place> out;
  for (std::uint32_t y = 0; y < down; ++y) {
    const double begin = std::fmod(0.5 + y * k_golden, 1.0) * step;
    const auto count = static_cast<std::uint32_t>(std::ceil((across - begin) / step));
    for (std::uint32_t i = 0; i < count; ++i) {
      out.push_back({static_cast<std::uint32_t>(begin + i * step), y});
    }
  }
  return out;
}

/// Dark tiles first, every other row from the right: neighbours are alike.
void Mosaic::arrange(const DctImage& image) {
  const DctPlane& luma = image.planes[0];
  const TileShape shape(image, luma);
  const auto brightness = [&](const Place& tile) {
    std::int64_t sum = 0;  // of the constant coefficients
    for (std::size_t y = tile.y * shape.down; y < (tile.y + 1) * shape.down; ++y) {
      const std::int16_t* row = luma.values.data() + 64 * y * luma.width_in_blocks;
      for (std::size_t x = tile.x * shape.across; x < (tile.x + 1) * shape.across; ++x) {
        sum += row[64 * x];
      }
    }
    return sum;
  };
  std::vector<std::pair<std::int64_t, Place>> sorted;
  for (const Place& tile : tiles_) sorted.emplace_back(brightness(tile), tile);
  std::stable_sort(
      sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const std::size_t row = i / columns_;
    const std::size_t column = i % columns_;
    tiles_[row * columns_ + (row % 2 == 0 ? column : columns_ - 1 - column)] = sorted[i].second;
  }
}

std::optional<Mosaic> Mosaic::of(const DctImage& image) {
  const std::uint64_t pixels = std::uint64_t{image.width} * image.height;
  const bool holds_mcus = k_blocks % largest_factor(image, &DctPlane::horizontal) == 0 &&
                          k_blocks % largest_factor(image, &DctPlane::vertical) == 0;
  if (pixels < k_small_pixels || !holds_mcus) return {};
  Mosaic out;
  out.tiles_ = spread(image.width / k_side, image.height / k_side, pixels);
  out.columns_ =
      static_cast<std::uint32_t>(std::lround(std::sqrt(static_cast<double>(out.tiles_.size()))));
  if (out.columns_ < 2) return {};
  out.tiles_.resize(std::size_t{out.rows()} * out.columns_);
  out.arrange(image);
  return out;
}

DctImage Mosaic::sample(const DctImage& image) const {
  DctImage out{columns_ * k_side, rows() * k_side, image.color, {}};
  for (const DctPlane& plane : image.planes) {
    const TileShape shape(image, plane);
    DctPlane part{plane.id, plane.horizontal, plane.vertical, 0, 0, {}};
    part.width_in_blocks = static_cast<std::uint32_t>(columns_ * shape.across);
    part.height_in_blocks = static_cast<std::uint32_t>(rows() * shape.down);
    part.values.resize(64 * part.block_count());
    for (std::size_t i = 0; i < tiles_.size(); ++i) {
      const std::size_t to_row = i / columns_ * shape.down;
      const std::size_t to_column = i % columns_ * shape.across;
      for (std::size_t y = 0; y < shape.down; ++y) {
        const std::size_t from =
            (tiles_[i].y * shape.down + y) * plane.width_in_blocks + tiles_[i].x * shape.across;
        const std::size_t to = (to_row + y) * part.width_in_blocks + to_column;
        std::copy_n(
            plane.values.data() + 64 * from, 64 * shape.across, part.values.data() + 64 * to);
      }
    }
    out.planes.push_back(std::move(part));
  }
  return out;
}

Image Mosaic::sample(const Image& image) const {
  Image out{columns_ * k_side, rows() * k_side, image.channels, image.bytes_per_sample, {}};
  out.pixels.resize(out.height * out.row_bytes());
  const std::size_t tile_bytes = k_side * image.row_bytes() / image.width;
  for (std::size_t i = 0; i < tiles_.size(); ++i) {
    const std::size_t to_column = i % columns_ * tile_bytes;
    for (std::uint32_t y = 0; y < k_side; ++y) {
      const ByteView row = image.row(tiles_[i].y * k_side + y);
      const std::size_t to_row = i / columns_ * k_side + y;
      std::copy_n(row.data() + tiles_[i].x * tile_bytes,
                  tile_bytes,
                  out.pixels.data() + to_row * out.row_bytes() + to_column);
    }
  }
  return out;
}

}  // namespace pixmill::jpeg
