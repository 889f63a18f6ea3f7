// Bytes as everything here passes them: owned in a vector, looked at through a span.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pixmill {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// The same memory seen as bytes.
inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The same memory seen as characters.
inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Big-endian numbers, as image formats store them. `bytes` holds at least 2 (4) bytes.
inline std::uint32_t read_be16(ByteView bytes) {
  return static_cast<std::uint32_t>(bytes[0]) << 8 | bytes[1];
}
inline std::uint32_t read_be32(ByteView bytes) {
  return read_be16(bytes) << 16 | read_be16(bytes.subspan(2));
}

}  // namespace pixmill
