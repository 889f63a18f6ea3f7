#include "engine/codec/jpeg/encoder/source_coefficients.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

#include "engine/codec/jpeg/zigzag.h"

namespace pixmill::jpeg {

namespace {

constexpr std::int64_t k_largest = 32767;

std::int16_t product_of(std::int64_t value, std::int64_t step) {
  return static_cast<std::int16_t>(std::clamp(value * step * k_dct_one, -k_largest, k_largest));
}

DctPlane dequantise(const PackedPlane& source, const CoefficientPlane& frame) {
  DctPlane plane{frame.id,
                 frame.horizontal,
                 frame.vertical,
                 frame.width_in_blocks,
                 frame.height_in_blocks,
                 std::vector<std::int16_t>(64 * source.dc.size())};
  const std::int16_t* value = source.ac.values.data();
  std::int16_t* block = plane.values.data();
  for (std::size_t i = 0; i < source.dc.size(); ++i, block += 64) {
    block[0] = product_of(source.dc[i], frame.steps[0]);
    for (std::uint64_t left = source.ac.places[i]; left != 0; left &= left - 1) {
      const auto k = static_cast<std::size_t>(std::countr_zero(left));
      block[k_zigzag[k]] = product_of(*value++, frame.steps[k]);
    }
  }
  return plane;
}

}  // namespace

DctImage dequantise(const PackedImage& source) {
  const CoefficientImage& frame = source.frame;
  DctImage image{frame.width, frame.height, frame.color, {}};
  for (std::size_t i = 0; i < source.planes.size(); ++i) {
    image.planes.push_back(dequantise(source.planes[i], frame.planes[i]));
  }
  return image;
}

}  // namespace pixmill::jpeg
