#include "engine/codec/jpeg/packed_plane.h"

#include <algorithm>
#include <bit>
#include <cstdlib>

#include "engine/codec/jpeg/nonzero_places.h"
#include "engine/codec/jpeg/zigzag.h"

namespace pixmill::jpeg {

namespace {

/// Mostly enough for a start.
constexpr std::size_t k_values_a_block = 6;

}  // namespace

PackedBlocks PackedBlocks::halved() const {
  PackedBlocks out;
  out.places.reserve(size());
  out.starts.reserve(size());
  out.values.resize(values.size());
  const std::int16_t* from = values.data();
  std::int16_t* to = out.values.data();
  for (std::uint64_t left : places) {
    std::uint64_t kept = 0;
    out.starts.push_back(static_cast<std::uint32_t>(to - out.values.data()));
    for (; left != 0; left &= left - 1) {
      // without a branch, that would mostly be guessed wrong
      const int half = *from++ / 2;
      *to = static_cast<std::int16_t>(half);
      to += half != 0 ? 1 : 0;
      kept |= half != 0 ? left & (0 - left) : 0;
    }
    out.places.push_back(kept);
  }
  out.values.resize(static_cast<std::size_t>(to - out.values.data()));
  return out;
}

PackedPlane::PackedPlane(const PlaneView& plane)
    : horizontal(plane.horizontal),
      vertical(plane.vertical),
      width_in_blocks(plane.width_in_blocks) {
  const std::size_t blocks = width_in_blocks * plane.height_in_blocks();
  dc.reserve(blocks);
  ac.places.reserve(blocks);
  ac.starts.reserve(blocks);
  ac.values.reserve(k_values_a_block * blocks);
  std::vector<std::int16_t> row_values(std::size_t{64} * width_in_blocks);
  for (std::size_t y = 0; y < plane.height_in_blocks(); ++y) {
    std::int16_t* next = row_values.data();
    for (std::size_t x = 0; x < width_in_blocks; ++x) {
      const std::int16_t* block = plane.block(x, y);
      const std::uint64_t places = nonzero_places(block) & ~std::uint64_t{1};
      dc.push_back(block[0]);
      ac.places.push_back(places);
      ac.starts.push_back(static_cast<std::uint32_t>(
          static_cast<std::size_t>(next - row_values.data()) + ac.values.size()));
      for (std::uint64_t left = places; left != 0; left &= left - 1) {
        *next++ = block[k_zigzag[static_cast<std::size_t>(std::countr_zero(left))]];
      }
    }
    ac.values.insert(ac.values.end(), row_values.data(), next);
  }
}

void PackedPlane::unpack_row(std::size_t row, std::int16_t* out) const {
  const std::size_t first = row * width_in_blocks;
  std::fill_n(out, std::size_t{64} * width_in_blocks, std::int16_t{0});
  const std::int16_t* value = ac.values.data() + ac.starts[first];
  for (std::size_t i = first; i < first + width_in_blocks; ++i, out += 64) {
    out[0] = dc[i];
    for (std::uint64_t left = ac.places[i]; left != 0; left &= left - 1) {
      out[k_zigzag[static_cast<std::size_t>(std::countr_zero(left))]] = *value++;
    }
  }
}

PackedPlanes pack(const CoefficientView& image) {
  PackedPlanes planes;
  planes.reserve(image.planes.size());
  for (const PlaneView& plane : image.planes) planes.emplace_back(plane);
  return planes;
}

PackedImage pack(const CoefficientImage& image) {
  PackedImage out{{image.width, image.height, image.color, image.has_adobe_marker, {}},
                  pack(view_of(image))};
  for (const CoefficientPlane& plane : image.planes) {
    out.frame.planes.push_back({plane.id,
                                plane.horizontal,
                                plane.vertical,
                                plane.width_in_blocks,
                                plane.height_in_blocks,
                                plane.steps,
                                {}});
  }
  return out;
}

CoefficientImage unpack(const PackedImage& image) {
  CoefficientImage out = image.frame;
  for (std::size_t i = 0; i < out.planes.size(); ++i) {
    CoefficientPlane& plane = out.planes[i];
    const std::size_t row_values = std::size_t{64} * plane.width_in_blocks;
    plane.values.resize(row_values * plane.height_in_blocks);
    for (std::size_t row = 0; row < plane.height_in_blocks; ++row) {
      image.planes[i].unpack_row(row, plane.values.data() + row * row_values);
    }
  }
  return out;
}

}  // namespace pixmill::jpeg
