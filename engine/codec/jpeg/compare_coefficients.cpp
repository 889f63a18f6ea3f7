#include "engine/codec/jpeg/compare_coefficients.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "engine/codec/jpeg/coefficients.h"

namespace pixmill::jpeg {

namespace {

Unexpected differs(const std::string& what) {
  return unexpected(ErrorCode::internal, "the transcoded file differs from its source in " + what);
}

bool same_frame(const jpeg_decompress_struct& a, const jpeg_decompress_struct& b) {
  if (a.image_width != b.image_width || a.image_height != b.image_height) return false;
  if (a.num_components != b.num_components || a.jpeg_color_space != b.jpeg_color_space) {
    return false;
  }
  for (int i = 0; i < a.num_components; ++i) {
    const jpeg_component_info& x = a.comp_info[i];
    const jpeg_component_info& y = b.comp_info[i];
    if (x.h_samp_factor != y.h_samp_factor || x.v_samp_factor != y.v_samp_factor) return false;
  }
  // whether a viewer inverts CMYK hangs on this
  return a.num_components != 4 || a.saw_Adobe_marker == b.saw_Adobe_marker;
}

bool same_steps(const jpeg_component_info& a, const jpeg_component_info& b) {
  if (a.quant_table == nullptr || b.quant_table == nullptr) return a.quant_table == b.quant_table;
  return std::equal(std::begin(a.quant_table->quantval),
                    std::end(a.quant_table->quantval),
                    std::begin(b.quant_table->quantval));
}

bool same_blocks(CoefficientReader& a, CoefficientReader& b, int component) {
  const JDIMENSION rows = a.info().comp_info[component].height_in_blocks;
  for (JDIMENSION row = 0; row < rows; ++row) {
    const auto x = a.block_row(component, row);
    const auto y = b.block_row(component, row);
    if (x.empty() || x.size() != y.size()) return false;
    if (std::memcmp(x.data(), y.data(), x.size_bytes()) != 0) return false;
  }
  return true;
}

}  // namespace

Status check_same_coefficients(ByteView source, ByteView result) {
  CoefficientReader reader;
  if (Status read = reader.read(source); !read) return read;
  return check_same_coefficients(reader, result);
}

Status check_same_coefficients(CoefficientReader& source, ByteView result) {
  CoefficientReader other;
  if (Status read = other.read(result); !read) return read;
  if (!same_frame(source.info(), other.info())) return differs("its frame");
  for (int i = 0; i < source.info().num_components; ++i) {
    const std::string name = " of component " + std::to_string(i + 1);
    if (!same_steps(source.info().comp_info[i], other.info().comp_info[i])) {
      return differs("the quantisation" + name);
    }
    if (!same_blocks(source, other, i)) return differs("the coefficients" + name);
  }
  return {};
}

}  // namespace pixmill::jpeg
