#include "engine/codec/jpeg/decode.h"

#include "engine/codec/jpeg/guard.h"

namespace pixmill::jpeg {

Result<Image> decode_pixels(ByteView file, const Header& header) {
  if (header.component_count == 4) {
    return unexpected(ErrorCode::unsupported,
                      "it is a CMYK picture: only lossless transcoding works on these");
  }
  Image image{header.width,
              header.height,
              static_cast<std::uint8_t>(header.component_count == 1 ? 1 : 3),
              1,
              {}};
  image.pixels.resize(image.row_bytes() * image.height);
  Decompressor jpeg;
  const Status decoded = jpeg.run([&](jpeg_decompress_struct& info) {
    jpeg_mem_src(&info, file.data(), file.size());
    jpeg_read_header(&info, TRUE);
    info.out_color_space = image.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_start_decompress(&info);
    // what libjpeg writes must fit what the header promised
    if (info.output_width != image.width || info.output_height != image.height ||
        info.output_components != image.channels) {
      ERREXIT(&info, JERR_BAD_STATE);
    }
    while (info.output_scanline < info.output_height) {
      JSAMPROW row = image.pixels.data() + info.output_scanline * image.row_bytes();
      jpeg_read_scanlines(&info, &row, 1);
    }
    jpeg_finish_decompress(&info);
  });
  if (!decoded) return unexpected(decoded.error());
  return image;
}

}  // namespace pixmill::jpeg
