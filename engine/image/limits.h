// What pixmill refuses before it allocates anything: time and memory stay bounded whatever a header
// claims.
#pragma once

#include <cstdint>

#include "engine/base/result.h"

namespace pixmill {

struct Limits {
  /// 0x3FFF * 0x3FFF, the cap that sharp and libvips's users know.
  std::uint64_t max_pixels = 268'402'689;
  /// Bytes of a source file.
  std::uint64_t max_file_bytes = std::uint64_t{1} << 30;
  /// Bytes that one picture's work may need, estimated from its header.
  std::uint64_t max_working_bytes = std::uint64_t{8} << 30;
  /// Scans of a progressive JPEG: each costs a pass over the whole picture.
  std::uint32_t max_scans = 100;
  /// A compressed text, profile or other metadata chunk, once inflated.
  std::uint64_t max_metadata_bytes = 16u << 20;
};

/// Fails with limit_exceeded, naming size and limit, when width x height is over the cap or zero.
Status check_pixels(std::uint64_t width, std::uint64_t height, const Limits& limits);

}  // namespace pixmill
