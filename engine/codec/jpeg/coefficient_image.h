// A JPEG's picture as what is coded: quantised DCT coefficients with the steps they count in. This
// is what the encoder's parts hand to each other: a quantiser makes one (from pixels, or from
// another file's coefficients), the entropy coder writes one, a transcode is one read and written.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/codec/jpeg/header.h"

namespace pixmill::jpeg {

/// How the components are to be understood (T.81 leaves it to JFIF and Adobe's APP14).
enum class ColorModel : std::uint8_t { grey, ycbcr, rgb, cmyk, ycck };

/// One component. Blocks are stored in rows, top down, without padding to whole MCUs.
struct CoefficientPlane {
  std::uint8_t id = 0;          ///< as in the frame header
  std::uint8_t horizontal = 1;  ///< sampling factors, 1 to 4
  std::uint8_t vertical = 1;
  std::uint32_t width_in_blocks = 0;  ///< ceil(width * horizontal / (8 * largest horizontal))
  std::uint32_t height_in_blocks = 0;
  QuantTable steps{};  ///< in zigzag order, as in header.h
  /// 64 a block in natural order (row v, column u at 8 * v + u), as libjpeg's JBLOCK has them.
  std::vector<std::int16_t> values;
};

struct CoefficientImage {
  std::uint32_t width = 0;  ///< in pixels
  std::uint32_t height = 0;
  ColorModel color = ColorModel::ycbcr;
  bool has_adobe_marker = false;  ///< by it viewers of CMYK and YCCK know that values are inverted
  std::vector<CoefficientPlane> planes;  ///< 1, 3 or 4
};

}  // namespace pixmill::jpeg
