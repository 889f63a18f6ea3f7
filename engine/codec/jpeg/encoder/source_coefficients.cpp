#include "engine/codec/jpeg/encoder/source_coefficients.h"

#include <algorithm>
#include <array>

#include "engine/codec/jpeg/zigzag.h"

namespace pixmill::jpeg {

namespace {

constexpr std::int32_t k_largest = 32767;

DctPlane dequantise(const CoefficientPlane& source) {
  DctPlane plane{source.id,
                 source.horizontal,
                 source.vertical,
                 source.width_in_blocks,
                 source.height_in_blocks,
                 std::vector<std::int16_t>(source.values.size())};
  std::array<std::int32_t, 64> units{};
  for (std::size_t k = 0; k < 64; ++k) units[k_zigzag[k]] = source.steps[k] * k_dct_one;
  for (std::size_t i = 0; i < source.values.size(); ++i) {
    const std::int64_t value = std::int64_t{source.values[i]} * units[i % 64];
    plane.values[i] =
        static_cast<std::int16_t>(std::clamp<std::int64_t>(value, -k_largest, k_largest));
  }
  return plane;
}

}  // namespace

DctImage dequantise(const CoefficientImage& source) {
  DctImage image{source.width, source.height, source.color, {}};
  for (const CoefficientPlane& plane : source.planes) image.planes.push_back(dequantise(plane));
  return image;
}

}  // namespace pixmill::jpeg
