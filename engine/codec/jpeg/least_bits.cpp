#include "engine/codec/jpeg/least_bits.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace pixmill::jpeg {

namespace {

/// Four at a time, since most are zeros.
std::uint64_t bits_of_four(const std::int16_t* values, std::size_t from) {
  std::uint64_t all = 0;
  std::memcpy(&all, values, sizeof all);
  std::uint64_t bits = 0;
  for (std::size_t i = from; all != 0 && i < 4; ++i) {
    const unsigned width = std::bit_width(static_cast<unsigned>(std::abs(values[i])));
    bits += width == 0 ? 0 : width + 1;
  }
  return bits;
}

/// Of whole blocks, but for their DC.
std::uint64_t bits_of_blocks(const std::vector<std::int16_t>& values,
                             std::size_t begin,
                             std::size_t end) {
  std::uint64_t bits = 0;
  for (std::size_t i = begin; i < end; i += 4) {
    bits += bits_of_four(values.data() + i, i % 64 == 0 ? 1 : 0);
  }
  return bits;
}

/// Values between two looks at what they come to.
constexpr std::size_t k_step = 1U << 14U;

}  // namespace

bool takes_more_bits(const CoefficientImage& image, std::uint64_t limit) {
  std::uint64_t bits = 0;
  for (const CoefficientPlane& plane : image.planes) {
    for (std::size_t begin = 0; begin < plane.values.size(); begin += k_step) {
      bits += bits_of_blocks(plane.values, begin, std::min(begin + k_step, plane.values.size()));
      if (bits > limit) return true;
    }
  }
  return false;
}

}  // namespace pixmill::jpeg
