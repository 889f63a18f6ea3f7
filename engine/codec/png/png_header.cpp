#include "engine/codec/png/png_header.h"

#include <algorithm>
#include <array>
#include <string>

namespace pixmill::png {

namespace {

Unexpected damaged(std::string what) {
  return unexpected(ErrorCode::corrupt_input, "its PNG header is damaged: " + std::move(what));
}

/// Table 8 of the standard: which depths go with which colour type.
bool is_allowed_depth(ColorType color, unsigned depth) {
  switch (color) {
    case ColorType::grey:
      return depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
    case ColorType::palette:
      return depth == 1 || depth == 2 || depth == 4 || depth == 8;
    case ColorType::rgb:
    case ColorType::grey_alpha:
    case ColorType::rgba:
      break;
  }
  return depth == 8 || depth == 16;
}

}  // namespace

Result<Header> parse_header(ByteView ihdr) {
  if (ihdr.size() != 13) return damaged("it is " + std::to_string(ihdr.size()) + " bytes long");
  static constexpr std::array<unsigned, 5> k_color_types = {0, 2, 3, 4, 6};
  if (std::find(k_color_types.begin(), k_color_types.end(), ihdr[9]) == k_color_types.end()) {
    return damaged("there is no colour type " + std::to_string(ihdr[9]));
  }
  Header header;
  header.width = read_be32(ihdr);
  header.height = read_be32(ihdr.subspan(4));
  header.depth = ihdr[8];
  header.color = static_cast<ColorType>(ihdr[9]);
  header.interlaced = ihdr[12] == 1;
  if (!is_allowed_depth(header.color, header.depth)) {
    return damaged("colour type " + std::to_string(ihdr[9]) + " cannot have " +
                   std::to_string(header.depth) + " bits");
  }
  if (ihdr[10] != 0 || ihdr[11] != 0 || ihdr[12] > 1) {
    return damaged("it names an unknown compression, filter or interlace method");
  }
  if (header.width == 0 || header.height == 0) return damaged("a side has zero pixels");
  if (header.width > 0x7FFFFFFF || header.height > 0x7FFFFFFF) {
    return damaged("a side is longer than PNG allows");
  }
  return header;
}

}  // namespace pixmill::png
