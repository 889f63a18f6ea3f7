#include "engine/codec/jpeg/least_bits.h"

#include <bit>
#include <cstddef>
#include <cstdlib>
#include <cstring>

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

}  // namespace

std::uint64_t least_bits(const CoefficientImage& image) {
  std::uint64_t bits = 0;
  for (const CoefficientPlane& plane : image.planes) {
    for (std::size_t i = 0; i < plane.values.size(); i += 4) {
      const std::size_t from = i % 64 == 0 ? 1 : 0;  // but for the DC
      bits += bits_of_four(plane.values.data() + i, from);
    }
  }
  return bits;
}

}  // namespace pixmill::jpeg
