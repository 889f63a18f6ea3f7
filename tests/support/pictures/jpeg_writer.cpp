#include "tests/support/pictures/jpeg_writer.h"

#include <jpeglib.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "tests/support/pictures/icc_profile.h"

namespace pixmill::test {

namespace {

/// EXIF 2.3, section 4.6: a big-endian TIFF header and one IFD with tag 0x0112, a short.
void write_orientation(j_compress_ptr jpeg, int orientation) {
  const std::uint8_t block[] = {
      'E', 'x', 'i', 'f',  0,    0, 'M', 'M', 0, 42, 0, 0, 0,
      8,   0,   1,   0x01, 0x12, 0, 3,   0,   0, 0,  1, 0, static_cast<std::uint8_t>(orientation),
      0,   0,   0,   0,    0,    0};
  jpeg_write_marker(jpeg, JPEG_APP0 + 1, block, sizeof block);
}

void write_comment(j_compress_ptr jpeg) {
  constexpr std::string_view k_text = "made for a test; nothing is lost when it goes";
  jpeg_write_marker(jpeg, JPEG_COM, reinterpret_cast<const JOCTET*>(k_text.data()), k_text.size());
}

void set_colour_space(j_compress_ptr jpeg, int channels) {
  if (channels == 1) jpeg->in_color_space = JCS_GRAYSCALE;
  if (channels == 3) jpeg->in_color_space = JCS_RGB;
  if (channels == 4) jpeg->in_color_space = JCS_CMYK;
}

void write_rows(j_compress_ptr jpeg, const Canvas& canvas) {
  const auto row_bytes =
      static_cast<std::size_t>(canvas.width) * static_cast<std::size_t>(canvas.channels);
  std::vector<std::uint8_t> row(row_bytes);
  while (jpeg->next_scanline < jpeg->image_height) {
    const auto first =
        canvas.samples.begin() + static_cast<std::ptrdiff_t>(jpeg->next_scanline * row_bytes);
    std::copy_n(first, row_bytes, row.begin());
    JSAMPROW rows[] = {row.data()};
    jpeg_write_scanlines(jpeg, rows, 1);
  }
}

}  // namespace

FileBytes jpeg_file(const Canvas& canvas, const JpegKind& kind) {
  jpeg_compress_struct jpeg;
  jpeg_error_mgr errors;
  jpeg.err = jpeg_std_error(&errors);  // its error exit ends the program, which suits a generator
  jpeg_create_compress(&jpeg);
  unsigned char* memory = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &memory, &size);

  jpeg.image_width = static_cast<JDIMENSION>(canvas.width);
  jpeg.image_height = static_cast<JDIMENSION>(canvas.height);
  jpeg.input_components = canvas.channels;
  set_colour_space(&jpeg, canvas.channels);
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, kind.quality, TRUE);
  if (kind.chroma == Chroma::s444) {
    jpeg.comp_info[0].h_samp_factor = 1;
    jpeg.comp_info[0].v_samp_factor = 1;
  }
  if (kind.scans == Scans::progressive) jpeg_simple_progression(&jpeg);

  jpeg_start_compress(&jpeg, TRUE);
  if (kind.orientation != 1) write_orientation(&jpeg, kind.orientation);
  if (kind.icc) {
    const FileBytes profile = display_profile();
    jpeg_write_icc_profile(&jpeg, profile.data(), static_cast<unsigned>(profile.size()));
  }
  if (kind.comment) write_comment(&jpeg);
  write_rows(&jpeg, canvas);
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);

  FileBytes bytes(memory, memory + size);
  std::free(memory);  // NOLINT: libjpeg's malloc
  return bytes;
}

}  // namespace pixmill::test
