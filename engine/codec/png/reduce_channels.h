// Fewer channels, where one says nothing: three equal colours, an alpha that is always full, or one
// that is a single colour's. For rasters of 8 and 16 bits; each keeps every decoded sample.
#pragma once

#include <optional>

#include "engine/codec/png/png_raster.h"

namespace pixmill::png {

/// RGB to grey where red, green and blue are equal everywhere (in the key, too).
std::optional<Raster> drop_color(const Raster& raster);

/// Without the alpha channel where every pixel is opaque.
std::optional<Raster> drop_alpha(const Raster& raster);

/// The alpha channel becomes a key, where it is full or zero only, all its transparent pixels are
/// of one colour and no opaque pixel is of that.
std::optional<Raster> alpha_to_key(const Raster& raster);

/// For RGBA of 8 bits: the colour of fully transparent pixels, which nobody sees, becomes one and
/// the same: black, unless that is the colour of an opaque pixel and another one would let
/// alpha_to_key() succeed. It changes samples, so it is for those who asked for it.
void clean_hidden_color(Raster& raster);

}  // namespace pixmill::png
