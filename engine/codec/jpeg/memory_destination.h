// Where libjpeg writes a file: a vector of the caller's. (libjpeg's own jpeg_mem_dest leaves a
// dangling pointer behind when it fails after its buffer has grown.)
#pragma once

#include "engine/base/bytes.h"
#include "engine/codec/jpeg/libjpeg.h"

namespace pixmill::jpeg {

/// Lives outside of the guarded bodies, as long as the compressor writes. Neither copied nor moved:
/// libjpeg holds its address.
class MemoryDestination : private jpeg_destination_mgr {
 public:
  /// Starts with room for `expected_bytes`, and grows.
  explicit MemoryDestination(std::size_t expected_bytes);
  ~MemoryDestination() = default;
  MemoryDestination(const MemoryDestination&) = delete;
  MemoryDestination& operator=(const MemoryDestination&) = delete;

  void attach(jpeg_compress_struct& info) { info.dest = this; }

  /// The file, after jpeg_finish_compress().
  Bytes take() && { return std::move(bytes_); }

 private:
  static MemoryDestination& of(j_compress_ptr info);
  static void begin(j_compress_ptr info);
  static boolean grow(j_compress_ptr info);
  static void finish(j_compress_ptr info);

  bool try_resize(std::size_t size) noexcept;

  Bytes bytes_;
};

}  // namespace pixmill::jpeg
