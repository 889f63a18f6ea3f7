#include "engine/codec/jpeg/decode.h"

#include "engine/codec/jpeg/guard.h"
#include "engine/codec/jpeg/pixel_rows.h"

namespace pixmill::jpeg {

Result<Image> image_for(const Header& header) {
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
  return image;
}

Result<Image> decode_pixels(ByteView file, const Header& header) {
  Result<Image> image = image_for(header);
  if (!image) return image;
  Decompressor jpeg;
  const Status decoded = jpeg.run([&](jpeg_decompress_struct& info) {
    jpeg_mem_src(&info, file.data(), file.size());
    jpeg_read_header(&info, TRUE);
    begin_output(info, *image);
    read_rows(info, *image);
    jpeg_finish_decompress(&info);
  });
  if (!decoded) return unexpected(decoded.error());
  return image;
}

}  // namespace pixmill::jpeg
