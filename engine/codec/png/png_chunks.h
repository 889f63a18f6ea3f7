// A PNG is a signature and a row of chunks: length, type, data, checksum. The walk over them is our
// own, not libpng's: it allocates nothing, it checks every checksum and the order, and what it
// finds decides whether libpng gets to see the file at all.
#pragma once

#include <optional>
#include <string_view>

#include "engine/base/bytes.h"
#include "engine/base/result.h"

namespace pixmill::png {

inline constexpr std::size_t k_signature_bytes = 8;
inline constexpr std::size_t k_chunk_overhead_bytes = 12;

extern const std::string_view k_signature;

struct Chunk {
  std::string_view type;  ///< four letters
  ByteView data;
  ByteView whole;  ///< with length, type and checksum

  /// Bit 5 of the type's letters (PNG, 5.4): a decoder must know a critical chunk; an editor that
  /// changes critical chunks may copy an unknown one only if it is safe to copy.
  bool is_critical() const { return (type[0] & 0x20) == 0; }
  bool is_safe_to_copy() const { return (type[3] & 0x20) != 0; }
};

/// Walks over the chunks of `file`, which must outlive it and what it returns.
class ChunkReader {
 public:
  /// Fails with corrupt_input if the signature is wrong.
  static Result<ChunkReader> open(ByteView file);

  /// The next chunk; nothing after IEND. Fails with corrupt_input where the file ends too early, a
  /// type is no four letters, or a checksum does not match.
  Result<std::optional<Chunk>> next();

  /// The bytes after IEND, once next() has returned nothing.
  ByteView rest() const { return rest_; }

 private:
  explicit ChunkReader(ByteView rest) : rest_(rest) {}

  ByteView rest_;
  bool ended_ = false;
};

/// Appends one chunk, with its length and checksum.
void append_chunk(Bytes& to, std::string_view type, ByteView data);

}  // namespace pixmill::png
