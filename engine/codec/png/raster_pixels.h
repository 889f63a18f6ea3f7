// One form for all: every raster seen as RGBA. Reductions start from it, so what they make depends
// on the pixels alone and not on how a file happened to store them; and it is what two pictures are
// compared in.
#pragma once

#include <span>

#include "engine/codec/png/png_raster.h"
#include "engine/image/image.h"

namespace pixmill::png {

/// Row `y` as RGBA with samples of 8 bits (of rasters of at most 8 bits) or 16 bits: shorter
/// samples are scaled to the full range (PNG, 13.12), which is exact; palette and key are resolved.
/// `rgba` holds 4 * width samples.
void expand_row(const Raster& raster, std::uint32_t y, std::span<std::uint8_t> rgba);
void expand_row(const Raster& raster, std::uint32_t y, std::span<std::uint16_t> rgba);

/// The whole as ColorType::rgba of 8 bits, or 16 if the raster has 16.
Raster to_rgba(const Raster& raster);

/// As the metrics take it: grey stays grey, a palette becomes colours, transparency an alpha
/// channel.
Image to_image(const Raster& raster);

enum class HiddenColor { counts, ignored };

/// True if both decode to the same samples; where `ignored`, the colour of fully transparent pixels
/// may differ.
bool same_pixels(const Raster& a, const Raster& b, HiddenColor hidden);

}  // namespace pixmill::png
