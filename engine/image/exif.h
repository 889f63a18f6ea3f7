// The few facts of an EXIF block (CIPA DC-008, which is a TIFF) that matter when the rest is
// stripped: how the picture must be turned, whose it is, and how large it prints.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/base/bytes.h"

namespace pixmill {

/// Pixels per unit, as JFIF (ITU-T T.871) counts: unit 0 is an aspect ratio only, 1 the inch, 2 the
/// centimetre.
struct Density {
  std::uint8_t unit = 0;
  std::uint16_t x = 1;
  std::uint16_t y = 1;

  friend bool operator==(const Density&, const Density&) = default;
};

struct ExifFacts {
  int orientation = 1;  ///< 1 to 8; 1 is upright
  std::string artist;
  std::string copyright;
  std::optional<Density> density;
};

/// What IFD0 of a TIFF block says (without the "Exif\0\0" that JPEG puts in front); defaults where
/// it is damaged or silent. Never reads outside of `block`.
ExifFacts read_exif(ByteView block);

/// The smallest TIFF block with orientation (unless upright), artist and copyright (unless empty);
/// empty if there is nothing to say. Below 65,000 bytes, so that it fits into a JPEG's segment:
/// longer texts are cut.
Bytes write_exif(const ExifFacts& facts);

}  // namespace pixmill
