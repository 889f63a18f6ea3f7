#include "cache/row_checksum.h"

#include <bit>

#include "engine/base/hash.h"

namespace pixmill::cache {

std::array<std::uint8_t, 8> number_field(std::uint64_t value) {
  std::array<std::uint8_t, 8> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(value >> (8 * i));
  }
  return bytes;
}

std::int64_t row_checksum(std::initializer_list<ByteView> fields) {
  return std::bit_cast<std::int64_t>(framed_hash64(fields));
}

}  // namespace pixmill::cache
