// Quantisation with a dead zone that widens with frequency: small coefficients, whose bits cost
// more than they show, become zero. The cheapest quantiser, and what the others start from.
#pragma once

#include "engine/codec/jpeg/encoder/dct_image.h"

namespace pixmill::jpeg {

/// `steps` in zigzag order. AC magnitudes below about 0.5 (low frequencies) to 0.75 (high) of a
/// step become zero, and larger ones are rounded with the same threshold; DC is rounded.
CoefficientPlane quantise_by_dead_zone(const DctPlane& plane, const QuantTable& steps);

}  // namespace pixmill::jpeg
