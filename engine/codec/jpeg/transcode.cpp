#include "engine/codec/jpeg/transcode.h"

#include <utility>

#include "engine/codec/jpeg/coefficients.h"
#include "engine/codec/jpeg/guard.h"
#include "engine/codec/jpeg/memory_destination.h"
#include "engine/codec/jpeg/write_metadata.h"

namespace pixmill::jpeg {

namespace {

/// What libjpeg's jpeg_copy_critical_parameters() leaves to its own taste.
void keep_colour_marking(const jpeg_decompress_struct& source, jpeg_compress_struct& result) {
  // Viewers invert CMYK with Adobe's marker, and do not without it.
  if (source.num_components == 4) result.write_Adobe_marker = source.saw_Adobe_marker;
}

Result<Bytes> write_coefficients(CoefficientReader& source,
                                 EntropyCoding coding,
                                 const KeptMetadata& metadata,
                                 std::size_t expected_bytes) {
  MemoryDestination destination(expected_bytes);
  Compressor jpeg;
  const Status written = jpeg.run([&](jpeg_compress_struct& info) {
    destination.attach(info);
    jpeg_copy_critical_parameters(&source.info(), &info);
    keep_colour_marking(source.info(), info);
    set_density(info, metadata.density);
    info.optimize_coding = coding != EntropyCoding::fixed ? TRUE : FALSE;
    if (coding == EntropyCoding::progressive) jpeg_simple_progression(&info);
    jpeg_write_coefficients(&info, source.arrays());
    write_segments(info, metadata);
    jpeg_finish_compress(&info);
  });
  if (!written) {
    Error error = written.error();
    // What cannot be coded was no valid coefficient: damage that only now shows.
    if (error.code == ErrorCode::internal) error.code = ErrorCode::corrupt_input;
    return unexpected(std::move(error));
  }
  Bytes file = std::move(destination).take();
  file.insert(file.end(), metadata.trailing.begin(), metadata.trailing.end());
  return file;
}

}  // namespace

Result<Bytes> transcode(ByteView file,
                        const std::vector<EntropyCoding>& codings,
                        const KeptMetadata& metadata) {
  CoefficientReader source;
  if (Status read = source.read(file); !read) return unexpected(read.error());
  Bytes smallest;
  for (const EntropyCoding coding : codings) {
    Result<Bytes> coded = write_coefficients(source, coding, metadata, file.size());
    if (!coded) return coded;
    if (smallest.empty() || coded->size() < smallest.size()) smallest = std::move(*coded);
  }
  return smallest;
}

}  // namespace pixmill::jpeg
