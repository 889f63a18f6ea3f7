// A picture as SSIMULACRA2 sees it: XYB rows, scale after scale. Smaller scales are halved in
// linear light, on the way, so that a picture's samples are read once and each scale's light once.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "engine/image/image.h"
#include "engine/metric/ssimulacra2/kernels.h"
#include "engine/metric/ssimulacra2/linear_light.h"
#include "engine/metric/ssimulacra2/plane.h"
#include "engine/metric/ssimulacra2/sub_scores.h"

namespace pixmill::ssimulacra2 {

/// Where the X, Y and B of a strip's rows go; null where they are not wanted.
using XybStrip = std::array<std::array<float*, k_strip_rows>, k_channels>;

/// Walks through pictures of one size, one after another, in the same memory.
class XybWalk {
 public:
  XybWalk(const std::vector<ScalePlan>& plan, const Kernels& kernels, PlaneArena& arena);

  /// Starts at the first scale of `image`, which must outlive the walk.
  void begin(const Image& image, Background background);
  /// Writes the rows of strip `index` that lie in the picture, and zeros right of the picture.
  /// Every strip of every scale is to be read once, in order.
  void read_strip(std::size_t scale, std::size_t index, const XybStrip& out);

 private:
  using LinearPlanes = std::array<Plane, 3>;

  /// The linear light of row `y`, read into pair_[slot] if it is the picture's own scale.
  std::array<const float*, 3> linear_row(std::size_t scale, std::size_t y, std::size_t slot);
  /// Converts a row, and zeroes what lies right of the picture.
  void to_xyb(const ColourRow& row) const;
  /// Halves rows `y` and y + 1 into the next scale, if that is needed.
  void halve(std::size_t scale,
             std::size_t y,
             const std::array<const float*, 3>& top,
             const std::array<const float*, 3>& bottom);

  std::vector<ScalePlan> plan_;
  const Kernels& kernels_;
  LinearLight linear_light_;
  const Image* image_ = nullptr;
  Background background_ = Background::none;
  LinearPlanes pair_;                ///< two rows of the picture's own scale
  std::vector<LinearPlanes> light_;  ///< of the smaller scales that are needed; [0] stays empty
};

}  // namespace pixmill::ssimulacra2
