// How pixels are taken out of libjpeg; for the bodies of guards.
#pragma once

#include "engine/codec/jpeg/libjpeg.h"
#include "engine/image/image.h"

namespace pixmill::jpeg {

/// After the header: starts decompression to what `image` is, and holds libjpeg to its size.
inline void begin_output(jpeg_decompress_struct& info, const Image& image) {
  info.out_color_space = image.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_start_decompress(&info);
  // what libjpeg writes must fit what the header promised
  if (info.output_width != image.width || info.output_height != image.height ||
      info.output_components != image.channels) {
    ERREXIT(&info, JERR_BAD_STATE);
  }
}

inline void read_rows(jpeg_decompress_struct& info, Image& image) {
  while (info.output_scanline < info.output_height) {
    JSAMPROW row = image.pixels.data() + info.output_scanline * image.row_bytes();
    jpeg_read_scanlines(&info, &row, 1);
  }
}

}  // namespace pixmill::jpeg
