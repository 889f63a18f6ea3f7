// Which way a picture would have to change for its score to rise fastest: the derivative of
// SSIMULACRA2 by every sample, found by going through the metric backwards. An encoder that knows
// it can round to the side that costs least.
//
// The scales from one on can be left to do alone, for a picture that is given at that scale: most
// of what errors of quantisation cost is seen there, and each halving takes a quarter of the time.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "engine/metric/ssimulacra2/gradient_kernels.h"
#include "engine/metric/ssimulacra2/sub_scores.h"

namespace pixmill::ssimulacra2 {

/// Red, green and blue in linear light, 0 to 1, without padding.
using LinearPlanes = std::array<std::vector<float>, 3>;

class ScoreGradient {
 public:
  /// For pictures of the given full size that are handed over at the size of `first_scale` (0: the
  /// full one; each scale halves the one before, rounding up). Keeps nothing of `source`; holds
  /// about 24 bytes a sample of the first scale. Tests name the kernels.
  ScoreGradient(PlaneSize full_size,
                std::size_t first_scale,
                const LinearPlanes& source,
                const GradientKernels& kernels = best_gradient_kernels());

  /// Of the planes that it works on.
  PlaneSize size() const { return size_; }

  /// Replaces a candidate's samples by the derivative of its score by each of them, up to one
  /// positive factor for all. All zeros where no scale from the first on weighs anything. Takes
  /// about 56 bytes a sample while it works. Thread-safe; the same bits on every CPU.
  void replace_by_direction(LinearPlanes& candidate) const;

 private:
  struct Channel {
    std::vector<float> values;
    std::vector<float> mean;
    std::vector<float> variance;
  };
  struct Scale {
    PlaneSize size;
    bool is_needed = false;
    std::array<bool, k_channels> needs{};
    std::array<ScaleWeights, k_channels> weights{};
    std::array<Channel, k_channels> source;
  };

  void plan(PlaneSize full_size, std::size_t first_scale);
  void prepare(Scale& scale, const LinearPlanes& source, const GradientScratch& scratch) const;
  void replace_scale(const Scale& scale,
                     const GradientScratch& scratch,
                     LinearPlanes& linear) const;
  std::vector<LinearPlanes> smaller_scales(const LinearPlanes& first) const;

  const GradientKernels& kernels_;
  PlaneSize size_;
  std::vector<Scale> scales_;
};

}  // namespace pixmill::ssimulacra2
