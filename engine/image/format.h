// Image formats, told by content: a file's name says nothing about what its bytes are.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/base/bytes.h"

namespace pixmill {

/// Persisted in caches: numbers are never reused.
enum class Format : std::uint8_t {
  none = 0,  ///< not an image that pixmill knows
  jpeg = 1,
  png = 2,
  gif = 3,
  webp = 4,
  avif = 5,
  heic = 6,
  tiff = 7,
  bmp = 8,
  jxl = 9,
  mng = 10,
};

/// As many leading bytes as sniff_format() ever looks at.
inline constexpr std::size_t k_sniff_bytes = 32;

/// The format by its signature; `none` for anything else, text and SVG included.
Format sniff_format(ByteView bytes);

/// Lower-case name, as the manifest and the reports spell it; "none" for none.
std::string_view format_name(Format format);

/// The reverse of format_name(); none if there is no such format.
Format format_by_name(std::string_view name);

/// True if the file name ends (in any letter case) like an image's of some known format.
bool named_like_image(std::string_view file_name);

/// The format that an output's extension asks for; none if it is no image's.
Format format_by_extension(std::string_view file_name);

}  // namespace pixmill
