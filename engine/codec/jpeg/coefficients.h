// A JPEG's quantised DCT coefficients, read through libjpeg.
#pragma once

#include <span>

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/codec/jpeg/guard.h"
#include "engine/image/image.h"

namespace pixmill::jpeg {

/// Owns the coefficients of one file, all in memory.
class CoefficientReader {
 public:
  /// Reads all of the file up to EOI. Fails with corrupt_input on any warning of libjpeg's.
  /// `file` must outlive this.
  Status read(ByteView file);
  /// And also decodes into `pixels`, 8-bit grey or RGB, whose size says what the header promised:
  /// the samples that libjpeg makes by default, without going through the file twice.
  Status read(ByteView file, Image& pixels);

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
