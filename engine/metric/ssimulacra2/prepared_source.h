// What is computed once of a picture that many candidates are compared with: its pixels in XYB,
// their local means and variances, at each scale and channel that the score needs. 20 bytes a
// pixel.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "engine/image/image.h"
#include "engine/metric/ssimulacra2/kernels.h"
#include "engine/metric/ssimulacra2/linear_light.h"
#include "engine/metric/ssimulacra2/plane.h"
#include "engine/metric/ssimulacra2/strip_walk.h"
#include "engine/metric/ssimulacra2/xyb_walk.h"

namespace pixmill::ssimulacra2 {

/// One channel at one scale; empty planes where it is not needed.
struct SourceChannel {
  Plane value;
  Plane mean;
  Plane variance;
};

class PreparedSource {
 public:
  /// Allocates the planes that `plan` needs.
  PreparedSource(const std::vector<ScalePlan>& plan, PlaneArena& arena);

  /// Fills them with the picture at whose beginning `walk` stands, which it blurs in `memory`.
  void prepare(const std::vector<ScalePlan>& plan,
               const Kernels& kernels,
               XybWalk& walk,
               BlurMemory& memory);

  const SourceChannel& channel(std::size_t scale, std::size_t channel) const {
    return scales_[scale][channel];
  }

 private:
  std::vector<std::array<SourceChannel, k_channels>> scales_;
};

}  // namespace pixmill::ssimulacra2
