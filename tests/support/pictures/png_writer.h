// PNGs of every kind that the engine must tell apart, through libpng's plain interface.
#pragma once

#include <cstdint>

#include "tests/support/pictures/canvas.h"
#include "tests/support/pictures/file.h"

namespace pixmill::test {

struct PngKind {
  bool sixteen_bit = false;  ///< samples widened so that the low byte carries information
  bool interlaced = false;
  bool text = false;  ///< a tEXt chunk
  int level = 6;      ///< of zlib; low levels leave more to gain
};

/// 1 channel: grey; 2: grey and alpha; 3: RGB; 4: RGBA.
FileBytes png_file(const Canvas& canvas, const PngKind& kind);

/// Palette PNG of a canvas of at most 256 colours, RGB or RGBA (the latter with tRNS).
FileBytes palette_png_file(const Canvas& canvas, const PngKind& kind);

}  // namespace pixmill::test
