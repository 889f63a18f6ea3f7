#include "engine/metric/ssimulacra2/strip_walk.h"

#include <algorithm>

namespace pixmill::ssimulacra2 {
namespace {

/// Floats of the longest row of a channel, over all scales that need it.
std::size_t longest_row(const std::vector<ScalePlan>& plan, std::size_t channel) {
  std::size_t longest = 0;
  for (const ScalePlan& scale : plan) {
    if (scale.maps[channel] != Maps::none) longest = std::max(longest, row_stride(scale.width));
  }
  return longest;
}

}  // namespace

BlurMemory::BlurMemory(const std::vector<ScalePlan>& plan, std::size_t signals, PlaneArena& arena)
    : signals_(signals), zeros_(arena.allocate(row_stride(plan[0].width), 1)) {
  for (std::size_t channel = 0; channel < k_channels; ++channel) {
    const std::size_t stride = longest_row(plan, channel);
    ring_[channel] = arena.allocate(stride, signals * k_ring_rows);
    recursion_[channel] = arena.allocate(stride, signals * 2 * k_poles);
  }
  std::fill_n(zeros_.row(0), row_stride(plan[0].width), 0.0f);
}

void BlurMemory::begin_scale(const ScalePlan& scale) {
  const std::size_t stride = row_stride(scale.width);
  for (std::size_t channel = 0; channel < k_channels; ++channel) {
    if (scale.maps[channel] == Maps::none) continue;
    std::fill_n(ring_[channel].row(0), signals_ * k_ring_rows * stride, 0.0f);
    std::fill_n(recursion_[channel].row(0), signals_ * 2 * k_poles * stride, 0.0f);
  }
}

Strip BlurMemory::strip(const ScalePlan& scale, std::size_t channel, std::size_t index) {
  Strip strip;
  strip.index = index;
  strip.width = scale.width;
  strip.begin = index == 0 ? k_lead : 0;
  strip.end = std::min(k_strip_rows, scale.height + k_lead - index * k_strip_rows);
  strip.blur = {ring_[channel].row(0), recursion_[channel].row(0), row_stride(scale.width)};
  return strip;
}

}  // namespace pixmill::ssimulacra2
