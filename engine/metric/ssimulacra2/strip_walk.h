// What walking through a scale strip by strip takes: the blur's memory, and which rows go in and
// come out at each step. The blurred rows trail the rows that go in by k_lead.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "engine/metric/ssimulacra2/kernels.h"
#include "engine/metric/ssimulacra2/plane.h"
#include "engine/metric/ssimulacra2/sub_scores.h"

namespace pixmill::ssimulacra2 {

/// The strips to walk through until the last row of a picture has come out.
constexpr std::size_t strip_count(std::size_t height) {
  return (height + k_lead + k_strip_rows - 1) / k_strip_rows;
}

/// The row of the picture that comes out as row `r` of strip `index`; for r from Strip::begin on.
constexpr std::size_t row_out(std::size_t index, std::size_t r) {
  return index * k_strip_rows + r - k_lead;
}

/// Memory for blurring each channel of a picture, scale after scale.
class BlurMemory {
 public:
  /// For up to `signals` signals of every channel that `plan` needs.
  BlurMemory(const std::vector<ScalePlan>& plan, std::size_t signals, PlaneArena& arena);

  /// Forgets what was blurred: before a scale's first strip.
  void begin_scale(const ScalePlan& scale);
  /// The part of a kernel's argument that is the same for all channels but the memory.
  Strip strip(const ScalePlan& scale, std::size_t channel, std::size_t index);
  /// A row of zeros, as wide as any.
  const float* zeros() const { return zeros_.row(0); }

 private:
  std::size_t signals_;
  std::array<Plane, k_channels> ring_;
  std::array<Plane, k_channels> recursion_;
  Plane zeros_;
};

}  // namespace pixmill::ssimulacra2
