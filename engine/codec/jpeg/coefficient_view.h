// A JPEG's coefficients where they lie, in a CoefficientImage or in libjpeg's own arrays: whoever
// only reads them takes this, so that a transcode need not copy what was read.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/codec/jpeg/coefficient_image.h"

namespace pixmill::jpeg {

/// One component, as a CoefficientPlane has it.
struct PlaneView {
  std::uint8_t horizontal = 1;
  std::uint8_t vertical = 1;
  std::uint32_t width_in_blocks = 0;
  std::vector<const std::int16_t*> rows;  ///< of blocks, each of `width_in_blocks`

  std::size_t height_in_blocks() const { return rows.size(); }
  const std::int16_t* block(std::size_t x, std::size_t y) const { return rows[y] + 64 * x; }
};

struct CoefficientView {
  std::uint32_t width = 0;  ///< in pixels
  std::uint32_t height = 0;
  std::vector<PlaneView> planes;
};

/// Valid as long as what is viewed.
PlaneView view_of(const CoefficientPlane& plane);
CoefficientView view_of(const CoefficientImage& image);

}  // namespace pixmill::jpeg
