// What the encoder quantises: a picture's DCT coefficients before any step is chosen. They come
// from pixels (front_end.h) or from another JPEG's coefficients (source_coefficients.h), and one
// set serves every quality that a search tries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/codec/jpeg/coefficient_image.h"

namespace pixmill::jpeg {

/// Coefficients count in sixteenths. The largest that 8-bit samples can have is 1024, so they fit
/// 16 bits; the error, at most 1/32, is small against the finest step there is.
inline constexpr int k_dct_fraction_bits = 4;
inline constexpr int k_dct_one = 1 << k_dct_fraction_bits;

/// One component. Blocks are stored in rows, top down, as in CoefficientPlane.
struct DctPlane {
  std::uint8_t id = 0;          ///< as in the frame header
  std::uint8_t horizontal = 1;  ///< sampling factors
  std::uint8_t vertical = 1;
  std::uint32_t width_in_blocks = 0;
  std::uint32_t height_in_blocks = 0;
  /// 64 a block in natural order, in sixteenths, of the DCT of T.81, A.3.3, after its level shift.
  std::vector<std::int16_t> values;

  std::size_t block_count() const { return std::size_t{width_in_blocks} * height_in_blocks; }
};

struct DctImage {
  std::uint32_t width = 0;  ///< in pixels
  std::uint32_t height = 0;
  ColorModel color = ColorModel::ycbcr;
  std::vector<DctPlane> planes;  ///< 1 (grey) or 3 (luma, Cb, Cr)
};

}  // namespace pixmill::jpeg
