// The grey that a picture turns into, as Pillow and optimizers before us have it.
#pragma once

#include "engine/image/image.h"

namespace pixmill {

/// BT.601 luma of an opaque 8-bit picture of 1 or 3 channels, in the fixed point of Pillow's mode
/// L.
Image luma_of(const Image& image);

}  // namespace pixmill
