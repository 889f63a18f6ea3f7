// Bringing pictures to the form that 8-bit colour work needs: no alpha, one or three channels, one
// byte a sample. Lossy by nature, so lossless paths never come here.
#pragma once

#include <cstdint>

#include "engine/image/image.h"

namespace pixmill {

/// 16-bit samples rounded to the nearest of 8 bits, v * 255 / 65535; 8-bit pictures as they are.
Image to_eight_bits(Image image);

/// The picture over an opaque background of the grey level `background`: channels 2 become 1, and
/// 4 become 3. Pictures without alpha as they are. 8 bits a sample.
Image compose_over(Image image, std::uint8_t background);

/// Grey repeated in three channels; RGB as it is. 8 bits a sample, no alpha.
Image to_rgb(Image image);

}  // namespace pixmill
