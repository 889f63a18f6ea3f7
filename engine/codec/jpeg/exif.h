// The few facts of an EXIF block (CIPA DC-008, which is a TIFF) that matter when the rest is
// stripped: how the picture must be turned, whose it is, and how large it prints.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/base/bytes.h"

namespace pixmill::jpeg {

/// Pixels per unit, as JFIF counts: unit 0 is an aspect ratio only, 1 the inch, 2 the centimetre.
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

/// True if the payload of an APP1 segment is an EXIF block.
bool is_exif(ByteView app1);

/// What IFD0 says; defaults where it is damaged or silent. Never reads outside of `app1`.
ExifFacts read_exif(ByteView app1);

/// The smallest EXIF block, as an APP1 payload, with orientation (unless upright), artist and
/// copyright (unless empty); empty if there is nothing to say.
Bytes write_exif(const ExifFacts& facts);

}  // namespace pixmill::jpeg
