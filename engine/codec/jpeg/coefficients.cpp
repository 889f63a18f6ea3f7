#include "engine/codec/jpeg/coefficients.h"

#include "engine/codec/jpeg/pixel_rows.h"

namespace pixmill::jpeg {

Status CoefficientReader::read(ByteView file) {
  return jpeg_.run([&](jpeg_decompress_struct& info) {
    jpeg_mem_src(&info, file.data(), file.size());
    jpeg_read_header(&info, TRUE);
    arrays_ = jpeg_read_coefficients(&info);
  });
}

Status CoefficientReader::read(ByteView file, Image& pixels) {
  return jpeg_.run([&](jpeg_decompress_struct& info) {
    jpeg_mem_src(&info, file.data(), file.size());
    jpeg_read_header(&info, TRUE);
    // in this mode all coefficients are kept, and are there to be asked for after an output pass
    info.buffered_image = TRUE;
    begin_output(info, pixels);
    while (jpeg_consume_input(&info) != JPEG_REACHED_EOI) {
    }
    jpeg_start_output(&info, info.input_scan_number);
    read_rows(info, pixels);
    jpeg_finish_output(&info);
    arrays_ = jpeg_read_coefficients(&info);
  });
}

std::span<const JBLOCK> CoefficientReader::block_row(int component, JDIMENSION row) {
  JBLOCKARRAY rows = nullptr;
  const Status accessed = jpeg_.run([&](jpeg_decompress_struct& info) {
    rows = info.mem->access_virt_barray(
        reinterpret_cast<j_common_ptr>(&info), arrays_[component], row, 1, FALSE);
  });
  if (!accessed) return {};
  return {rows[0], info().comp_info[component].width_in_blocks};
}

}  // namespace pixmill::jpeg
