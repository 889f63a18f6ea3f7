// libdeflate as values: a zlib stream (RFC 1950) from bytes, and metadata back from one, bounded.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "engine/base/bytes.h"
#include "engine/base/result.h"

struct libdeflate_compressor;

namespace pixmill::png {

/// Compresses at one level; may be used again and again, by one thread.
class Deflater {
 public:
  /// `level` is clamped to libdeflate's 1 to 12.
  explicit Deflater(int level);

  /// Nothing if the stream would be larger than `max_size_bytes`.
  std::optional<Bytes> compress(ByteView bytes, std::size_t max_size_bytes) const;
  Bytes compress(ByteView bytes) const;

 private:
  struct Free {
    void operator()(libdeflate_compressor* compressor) const;
  };
  std::unique_ptr<libdeflate_compressor, Free> compressor_;
};

/// The whole of a zlib stream. Fails with limit_exceeded, at a cost in proportion to the limit, if
/// it inflates to more than `max_size_bytes`, and with corrupt_input if it is damaged.
Result<Bytes> inflate(ByteView stream, std::size_t max_size_bytes);

/// "libdeflate 1.14": its version decides bytes.
std::string deflate_version();

}  // namespace pixmill::png
