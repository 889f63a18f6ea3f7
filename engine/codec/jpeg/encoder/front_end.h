// From pixels to unquantised DCT coefficients, in floating point: libjpeg rounds chroma to 8 bits
// before and after downsampling, which costs about 1 % of a file at equal quality.
#pragma once

#include "engine/codec/jpeg/encode.h"
#include "engine/codec/jpeg/encoder/dct_image.h"
#include "engine/image/image.h"

namespace pixmill::jpeg {

/// 8-bit grey or RGB to coefficients; `sampling` is 1x1, 2x1, 1x2 or 2x2 and does not matter for
/// grey. Chroma is the mean of the pixels it stands for. Where it is subsampled, each pixel's luma
/// is then moved until the luminance that viewers will see, after the decoder's triangle filter has
/// spread the chroma again, is the source's. Sides beyond the last whole block repeat the last
/// pixel. Pure and thread-safe; the same numbers on every CPU.
DctImage transform_pixels(const Image& image, ChromaSampling sampling);

}  // namespace pixmill::jpeg
