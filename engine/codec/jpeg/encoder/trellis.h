// Rate-distortion optimal quantisation of one block at a time: which coefficients to keep, and how
// large, so that bits plus weighted error are least. Dynamic programming over the last coefficient
// that is not zero (Ramchandran and Vetterli, 1994; Crouse and Ramchandran, 1997).
#pragma once

#include <span>

#include "engine/codec/jpeg/encoder/dct_image.h"
#include "engine/codec/jpeg/encoder/rate_table.h"

namespace pixmill::jpeg {

/// `lambda` holds, for each block, the bits that one squared quantiser step of error is worth.
/// Candidates of a coefficient are its rounded value and the largest value below that needs fewer
/// bits (2^k - 1); what rounds to zero stays zero. DC is rounded. Overwrites out.values.
void quantise_by_trellis(const DctPlane& plane,
                         std::span<const float> lambda,
                         const RateTable& rates,
                         CoefficientPlane& out);

}  // namespace pixmill::jpeg
