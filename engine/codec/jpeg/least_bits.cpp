#include "engine/codec/jpeg/least_bits.h"

#include <bit>
#include <cstdlib>

namespace pixmill::jpeg {

bool takes_more_bits(const PackedPlanes& planes, std::uint64_t limit) {
  std::uint64_t bits = 0;
  for (const PackedPlane& plane : planes) {
    for (const std::int16_t value : plane.ac.values) {
      bits += static_cast<unsigned>(std::bit_width(static_cast<unsigned>(std::abs(value)))) + 1;
      if (bits > limit) return true;
    }
  }
  return false;
}

}  // namespace pixmill::jpeg
