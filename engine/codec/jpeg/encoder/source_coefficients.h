// A JPEG that keeps its subsampling need not be decoded to pixels to be encoded anew: its own
// coefficients are requantised, without rounding to samples and back.
#pragma once

#include "engine/codec/jpeg/coefficient_image.h"
#include "engine/codec/jpeg/encoder/dct_image.h"

namespace pixmill::jpeg {

/// Grey or YCbCr. Values beyond what 8-bit samples can have are cut off there.
DctImage dequantise(const CoefficientImage& source);

}  // namespace pixmill::jpeg
