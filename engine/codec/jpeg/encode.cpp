#include "engine/codec/jpeg/encode.h"

#include <algorithm>
#include <cassert>
#include <string>

#include "engine/codec/jpeg/guard.h"
#include "engine/codec/jpeg/memory_destination.h"
#include "engine/codec/jpeg/write_metadata.h"

namespace pixmill::jpeg {

namespace {

void set_options(jpeg_compress_struct& info, const EncodeOptions& options) {
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, options.quality, TRUE);
  if (info.num_components > 1) {
    info.comp_info[0].h_samp_factor = options.sampling.horizontal;
    info.comp_info[0].v_samp_factor = options.sampling.vertical;
  }
  info.optimize_coding = options.coding != EntropyCoding::fixed ? TRUE : FALSE;
  if (options.coding == EntropyCoding::progressive) jpeg_simple_progression(&info);
}

}  // namespace

Result<Bytes> encode_pixels(const Image& image,
                            const EncodeOptions& options,
                            const KeptMetadata& metadata) {
  assert(image.bytes_per_sample == 1 && (image.channels == 1 || image.channels == 3));
  if (std::max(image.width, image.height) > JPEG_MAX_DIMENSION) {
    return unexpected(ErrorCode::unsupported,
                      "a JPEG's sides cannot be longer than " + std::to_string(JPEG_MAX_DIMENSION));
  }
  // a first guess of one byte for four samples rarely has to grow
  MemoryDestination destination(image.pixels.size() / 4);
  Compressor jpeg;
  const Status encoded = jpeg.run([&](jpeg_compress_struct& info) {
    destination.attach(info);
    info.image_width = image.width;
    info.image_height = image.height;
    info.input_components = image.channels;
    info.in_color_space = image.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    set_options(info, options);
    set_density(info, metadata.density);
    jpeg_start_compress(&info, TRUE);
    write_segments(info, metadata);
    while (info.next_scanline < info.image_height) {
      // libjpeg takes lines to change, but changes none
      JSAMPROW row =
          const_cast<JSAMPROW>(image.pixels.data()) + info.next_scanline * image.row_bytes();
      jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
  });
  if (!encoded) return unexpected(encoded.error());
  Bytes file = std::move(destination).take();
  file.insert(file.end(), metadata.trailing.begin(), metadata.trailing.end());
  return file;
}

}  // namespace pixmill::jpeg
