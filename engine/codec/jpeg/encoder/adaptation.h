// How much error each block may have. SSIMULACRA2 takes fourth powers of its errors, so the worst
// blocks decide a picture's score; and texture hides what a smooth block shows.
//
// Lambda is the number of bits that one squared quantiser step of error is worth in a block.
#pragma once

#include <vector>

#include "engine/codec/jpeg/encoder/dct_image.h"

namespace pixmill::jpeg {

/// Lambda of each luma block: falls with the texture of the block and its eight neighbours, and
/// with brightness.
std::vector<float> luma_lambda(const DctPlane& luma);

/// Lambda of each block of a chroma plane: of the luma blocks that it covers, their geometric mean.
std::vector<float> chroma_lambda(const DctPlane& chroma,
                                 const DctPlane& luma,
                                 const std::vector<float>& lambda_of_luma);

/// Factors on luma's lambda from what a first quantisation did: blocks that came out less like the
/// source than the picture's mean, by an SSIM of their AC coefficients, get more bits.
std::vector<float> second_pass_factors(const DctPlane& luma, const CoefficientPlane& first);

}  // namespace pixmill::jpeg
