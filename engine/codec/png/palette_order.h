// The order of a palette decides how the indices of neighbouring pixels differ, and with that how
// well filters and deflate do. The best order is a travelling salesman's problem; two cheap ones
// are tried.
#pragma once

#include "engine/codec/png/png_raster.h"

namespace pixmill::png {

enum class PaletteOrder : std::uint8_t {
  luminance,      ///< dark to bright, for smooth pictures
  co_occurrence,  ///< colours that are often neighbours get near indices
};

/// The same picture with its palette in another order. `indexed` is of 8 bits and has no unused and
/// no equal entries. Entries that are not opaque always come first, so that tRNS is short. The
/// result depends on the pixels alone, not on the order before.
Raster order_palette(const Raster& indexed, PaletteOrder order);

}  // namespace pixmill::png
