// The weights with which one output sample is mixed from input samples along one axis.
#pragma once

#include <cstdint>
#include <vector>

namespace pixmill {

/// Output sample i is the sum of weights[i * stride + t] * input[first[i] + t], t < count[i], in
/// units of 1 / 2^k_weight_bits.
struct ResampleWeights {
  std::vector<std::uint32_t> first;
  std::vector<std::uint32_t> count;
  std::vector<std::int32_t> weights;
  std::size_t stride = 0;
};

/// Pillow's PRECISION_BITS: 32 bits less 8 of a sample and 2 for overshoot.
inline constexpr int k_weight_bits = 22;

/// For `in` samples made `out` samples by Pillow's bicubic filter; both at least 1.
ResampleWeights bicubic_weights(std::uint32_t in, std::uint32_t out);

}  // namespace pixmill
