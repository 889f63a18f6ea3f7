// A component's coefficients in little memory: most are zero, and of those that are left only the
// values are kept, side by side. Scans are written from this, each going over it once more, when
// libjpeg's arrays of the source are long given back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/hash.h"
#include "engine/codec/jpeg/coefficient_image.h"
#include "engine/codec/jpeg/coefficient_view.h"

namespace pixmill::jpeg {

/// AC coefficients down to some bit, block after block in rows.
struct PackedBlocks {
  std::vector<std::uint64_t> places;  ///< a block's that are not zero, bits in zigzag order
  std::vector<std::uint32_t> starts;  ///< where in `values` a block's are
  std::vector<std::int16_t> values;   ///< in a block, in zigzag order

  std::size_t size() const { return places.size(); }

  /// All magnitudes without their lowest bit.
  PackedBlocks halved() const;
};

struct PackedPlane {
  explicit PackedPlane(const PlaneView& plane);

  /// Rewrites one row of blocks as it was: 64 values a block.
  void unpack_row(std::size_t row, std::int16_t* out) const;

  std::size_t height_in_blocks() const { return dc.size() / width_in_blocks; }

  std::uint8_t horizontal = 1;  ///< sampling factors
  std::uint8_t vertical = 1;
  std::uint32_t width_in_blocks = 0;
  std::vector<std::int16_t> dc;  ///< in rows
  PackedBlocks ac;
};

using PackedPlanes = std::vector<PackedPlane>;

PackedPlanes pack(const CoefficientView& image);

/// A whole picture.
struct PackedImage {
  CoefficientImage frame;  ///< but for the blocks
  PackedPlanes planes;
  /// Of each component's rows of blocks as libjpeg read them, before they were packed; empty where
  /// they were not read. What is verified against them does not rest on packing.
  std::vector<std::vector<Hash128>> row_hashes = {};
};

PackedImage pack(const CoefficientImage& image);
CoefficientImage unpack(const PackedImage& image);

}  // namespace pixmill::jpeg
