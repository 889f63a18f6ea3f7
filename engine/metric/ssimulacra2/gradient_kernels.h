// The inner loops of the score's gradient, compiled for AVX2, NEON and any CPU. Every step is an
// IEEE operation on its own element, without contraction, and sums run over eight fixed lanes, so
// all forms give the same bits. They are plain loops over whole planes, which the compiler turns
// into the target's vectors.
#pragma once

#include <array>
#include <cstddef>

#include "engine/metric/ssimulacra2/weights.h"

namespace pixmill::ssimulacra2 {

/// Planes are rows without padding.
struct PlaneSize {
  std::size_t width = 0;
  std::size_t height = 0;

  std::size_t count() const { return width * height; }
  /// Of the next smaller scale.
  PlaneSize halved() const { return {(width + 1) / 2, (height + 1) / 2}; }
};

/// Memory to work in, for planes up to a size.
struct GradientScratch {
  std::array<float*, 4> planes{};
  float* line = nullptr;   ///< of the width and eight more
  float* zeros = nullptr;  ///< of the width; holds zeros
};

/// One channel of a source at one scale, and its local mean and variance.
struct SourceChannel {
  const float* values = nullptr;
  const float* mean = nullptr;
  const float* variance = nullptr;
  PlaneSize size;
};

struct GradientKernels {
  /// The next smaller scale; a last odd row or column counts twice.
  void (*halve)(const float* in, PlaneSize size, float* out);
  /// The adjoint: adds to each sample what its share of the smaller scale's is.
  void (*add_enlarged)(const float* small, float* out, PlaneSize size);
  /// Null outputs are not wanted.
  void (*to_xyb)(const std::array<const float*, 3>& linear,
                 const std::array<float*, 3>& xyb,
                 std::size_t count);
  /// From a gradient by X, Y and B (null: zero) to one by linear light, written over `linear`.
  void (*to_linear_gradient)(const std::array<const float*, 3>& xyb,
                             const std::array<float*, 3>& linear,
                             std::size_t count);
  void (*prepare)(const float* values,
                  PlaneSize size,
                  const GradientScratch& scratch,
                  float* mean,
                  float* variance);
  /// The derivative, by each sample of the candidate, of the channel's part of the weighted sum of
  /// norms that the score falls with.
  void (*differentiate)(const SourceChannel& source,
                        const float* candidate,
                        const ScaleWeights& weights,
                        const GradientScratch& scratch,
                        float* gradient);
};

/// The fastest that this CPU runs.
const GradientKernels& best_gradient_kernels();
/// The form for any CPU; for tests.
const GradientKernels& portable_gradient_kernels();

}  // namespace pixmill::ssimulacra2
