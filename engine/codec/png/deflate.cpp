#include "engine/codec/png/deflate.h"

#include <libdeflate.h>

#include <algorithm>
#include <new>

namespace pixmill::png {

Deflater::Deflater(int level) : compressor_(libdeflate_alloc_compressor(std::clamp(level, 1, 12))) {
  if (!compressor_) throw std::bad_alloc();
}

void Deflater::Free::operator()(libdeflate_compressor* compressor) const {
  libdeflate_free_compressor(compressor);
}

std::optional<Bytes> Deflater::compress(ByteView bytes, std::size_t max_size_bytes) const {
  const std::size_t bound = libdeflate_zlib_compress_bound(compressor_.get(), bytes.size());
  Bytes stream(std::min(bound, max_size_bytes));
  const std::size_t size = libdeflate_zlib_compress(
      compressor_.get(), bytes.data(), bytes.size(), stream.data(), stream.size());
  if (size == 0) return std::nullopt;
  stream.resize(size);
  return stream;
}

Bytes Deflater::compress(ByteView bytes) const {
  return *compress(bytes, std::numeric_limits<std::size_t>::max());
}

Result<Bytes> inflate(ByteView stream, std::size_t max_size_bytes) {
  struct Free {
    void operator()(libdeflate_decompressor* d) const { libdeflate_free_decompressor(d); }
  };
  const std::unique_ptr<libdeflate_decompressor, Free> inflater(libdeflate_alloc_decompressor());
  if (!inflater) throw std::bad_alloc();
  Bytes bytes(std::min<std::size_t>(max_size_bytes, 4096));
  while (true) {
    std::size_t size = 0;
    const libdeflate_result result = libdeflate_zlib_decompress(
        inflater.get(), stream.data(), stream.size(), bytes.data(), bytes.size(), &size);
    if (result == LIBDEFLATE_SUCCESS) {
      bytes.resize(size);
      return bytes;
    }
    if (result != LIBDEFLATE_INSUFFICIENT_SPACE) {
      return unexpected(ErrorCode::corrupt_input, "a compressed chunk of its metadata is damaged");
    }
    if (bytes.size() >= max_size_bytes) {
      return unexpected(ErrorCode::limit_exceeded,
                        "a compressed chunk of its metadata inflates to more than the limit of " +
                            std::to_string(max_size_bytes) + " bytes");
    }
    bytes.resize(std::min(max_size_bytes, 4 * bytes.size()));
  }
}

std::string deflate_version() {
  return "libdeflate " LIBDEFLATE_VERSION_STRING;
}

}  // namespace pixmill::png
