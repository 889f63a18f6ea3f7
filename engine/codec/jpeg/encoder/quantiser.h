// From unquantised coefficients to a JPEG's, at a quality: the encoder's decisions.
#pragma once

#include <cstdint>

#include "engine/codec/jpeg/encoder/dct_image.h"

namespace pixmill::jpeg {

/// How much work goes into a quantisation; each is smaller than the one before at equal quality.
enum class Quantisation : std::uint8_t {
  dead_zone,   ///< no trellis: for `fast`, and for a search's probes
  trellis,     ///< one pass
  two_passes,  ///< a second one with lambda by what the first did to each block
};

/// Pure; the same numbers on every CPU.
CoefficientImage quantise(const DctImage& image, int quality, Quantisation effort);

}  // namespace pixmill::jpeg
