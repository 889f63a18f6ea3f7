// A JPEG that keeps its subsampling need not be decoded to pixels to be encoded anew: its own
// coefficients are requantised, without rounding to samples and back.
#pragma once

#include "engine/codec/jpeg/encoder/dct_image.h"
#include "engine/codec/jpeg/packed_plane.h"

namespace pixmill::jpeg {

/// Grey or YCbCr. Values beyond what 8-bit samples can have are cut off there.
DctImage dequantise(const PackedImage& source);

}  // namespace pixmill::jpeg
