// JPEGs of every kind that the engine must tell apart, through libjpeg's plain interface.
#pragma once

#include <cstdint>

#include "tests/support/pictures/canvas.h"
#include "tests/support/pictures/file.h"

namespace pixmill::test {

enum class Scans : std::uint8_t { baseline, progressive };
enum class Chroma : std::uint8_t { s420, s444 };

struct JpegKind {
  int quality = 90;
  Scans scans = Scans::baseline;
  Chroma chroma = Chroma::s420;
  int orientation = 1;  ///< of EXIF, 1 to 8; 1 writes no EXIF
  bool icc = false;     ///< a small display profile that is not sRGB
  bool comment = false;
};

/// 1 channel: grey; 3: YCbCr; 4: CMYK with Adobe's marker (inverted, as Photoshop writes it).
FileBytes jpeg_file(const Canvas& canvas, const JpegKind& kind);

}  // namespace pixmill::test
