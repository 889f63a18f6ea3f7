// A JPEG's quantised DCT coefficients, read through libjpeg.
#pragma once

#include <span>

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/codec/jpeg/guard.h"

namespace pixmill::jpeg {

/// Owns the coefficients of one file, all in memory.
class CoefficientReader {
 public:
  /// Reads all of the file up to EOI. Fails with corrupt_input on any warning of libjpeg's.
  /// `file` must outlive this.
  Status read(ByteView file);

  jpeg_decompress_struct& info() { return jpeg_.info(); }
  jvirt_barray_ptr* arrays() { return arrays_; }

  /// One row of blocks of one component, without padding; empty if libjpeg failed to give it.
  /// Valid until the next call.
  std::span<const JBLOCK> block_row(int component, JDIMENSION row);

 private:
  Decompressor jpeg_;
  jvirt_barray_ptr* arrays_ = nullptr;
};

}  // namespace pixmill::jpeg
