// At most 256 colours become indices: one byte a pixel or less, for a palette of 3 or 4 bytes a
// colour.
#pragma once

#include <optional>

#include "engine/codec/png/png_raster.h"

namespace pixmill::png {

/// RGBA of 8 bits to indices of 8 bits, where it has at most 256 colours (equal colours of
/// different alpha count apart). Each colour is used and none is there twice; they stand in order
/// of first appearance.
std::optional<Raster> to_palette(const Raster& rgba);

}  // namespace pixmill::png
