// The inner loops around quantisation, compiled for AVX2, NEON and any CPU. Each step is an IEEE
// operation on its own element, without contraction, so all forms give the same bits.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace pixmill::jpeg {

/// One number for each coefficient of a block, in natural order.
using BlockTable = std::array<float, 64>;

/// The means of a block's samples along one axis, as sums of its coefficients: row i holds the
/// weights of the eight frequencies in the i-th of `samples` means (8: the samples themselves).
struct MeanBasis {
  std::size_t samples = 8;  ///< 8, 4, 2 or 1
  alignas(32) float weights[8][8] = {};
  alignas(32) float by_frequency[8][8] = {};  ///< the same, a row for each frequency
};

/// Of both axes.
struct BlockBasis {
  MeanBasis across;
  MeanBasis down;
};

/// How far coefficients are moved; all in steps.
struct Move {
  float inertia = 0;  ///< the share of the way to what the coefficient is now
  float gain = 0;     ///< times the derivative
  float limit = 0;    ///< of what the derivative moves
};

/// Y, Cb and Cr, or linear red, green and blue.
using ColorRows = std::array<float*, 3>;

struct QuantiserKernels {
  /// `count` coefficients (whole blocks) to levels: magnitude * scale + rounding, cut off.
  void (*dead_zone)(const std::int16_t* in,
                    const BlockTable& scale,
                    const BlockTable& rounding,
                    std::int16_t* out,
                    std::size_t count);
  /// A block's coefficients, times `scale`, to the means of its samples.
  void (*to_means)(const std::int16_t* block,
                   const BlockTable& scale,
                   const BlockBasis& basis,
                   float* out,
                   std::size_t stride);
  /// The adjoint: from a derivative by each mean to one by each coefficient.
  void (*from_means)(const float* means,
                     std::size_t stride,
                     const BlockBasis& basis,
                     BlockTable& out);
  /// Luma less 128 and chroma to linear light, 0 to 1 (JFIF's matrix).
  void (*to_linear)(const ColorRows& ycc, const ColorRows& rgb, std::size_t count);
  /// Samples, 0 to 255, to linear light, in place.
  void (*samples_to_linear)(float* samples, std::size_t count);
  /// From derivatives by linear light to ones by Y, Cb and Cr, written over `ycc`.
  void (*from_linear)(const ColorRows& rgb, const ColorRows& ycc, std::size_t count);
  /// Moves a block's targets, in sixteenths: by inertia towards `level`, and along the derivative
  /// by each coefficient.
  void (*move)(const BlockTable& derivative,
               const std::int16_t* level,
               const BlockTable& steps,
               const Move& how,
               std::int16_t* target);
};

/// The fastest that this CPU runs.
const QuantiserKernels& best_quantiser_kernels();
/// The form for any CPU; for tests.
const QuantiserKernels& portable_quantiser_kernels();

}  // namespace pixmill::jpeg
