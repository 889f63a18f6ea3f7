// Fewer bits a sample, where no sample needs them.
#pragma once

#include <optional>

#include "engine/codec/png/png_raster.h"

namespace pixmill::png {

/// 16 bits to 8 where both bytes of every sample are equal, for only those are scaled back exactly.
std::optional<Raster> narrow_to_8_bits(const Raster& raster);

/// 8 bits to 4, 2 or 1: indices that are small enough, or greys that are scaled back exactly.
/// Nothing if the raster is of another kind or needs its 8 bits.
std::optional<Raster> pack_samples(const Raster& raster);

}  // namespace pixmill::png
