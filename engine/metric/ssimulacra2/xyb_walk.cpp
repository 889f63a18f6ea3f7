#include "engine/metric/ssimulacra2/xyb_walk.h"

#include <algorithm>
#include <cstdint>

namespace pixmill::ssimulacra2 {
namespace {

/// Halving takes the last sample twice where a width is odd: a row holds one sample more.
void repeat_last(float* row, std::size_t width) {
  row[width] = row[width - 1];
}

std::size_t needed_scales(const std::vector<ScalePlan>& plan) {
  const auto last = std::find_if(
      plan.rbegin(), plan.rend(), [](const ScalePlan& scale) { return scale.is_needed(); });
  return static_cast<std::size_t>(plan.rend() - last);
}

}  // namespace

XybWalk::XybWalk(const std::vector<ScalePlan>& plan, const Kernels& kernels, PlaneArena& arena)
    : plan_(plan), kernels_(kernels), light_(needed_scales(plan)) {
  for (Plane& plane : pair_) plane = arena.allocate(row_stride(plan[0].width), 2);
  for (std::size_t scale = 1; scale < light_.size(); ++scale) {
    for (Plane& plane : light_[scale]) {
      plane = arena.allocate(row_stride(plan[scale].width), plan[scale].height);
    }
  }
}

void XybWalk::begin(const Image& image, Background background) {
  image_ = &image;
  background_ = background;
}

void XybWalk::read_strip(std::size_t scale, std::size_t index, const XybStrip& out) {
  const std::size_t width = plan_[scale].width;
  const std::size_t first = index * k_strip_rows;
  const std::size_t end = std::min(first + k_strip_rows, plan_[scale].height);
  const auto convert = [&](const std::array<const float*, 3>& linear, std::size_t y) {
    const std::size_t r = y - first;
    to_xyb({linear, {out[0][r], out[1][r], out[2][r]}, width});
  };
  for (std::size_t y = first; y < end; y += 2) {
    const auto top = linear_row(scale, y, 0);
    convert(top, y);
    // below a last odd row, halving takes it twice
    const bool has_bottom = y + 1 < end;
    const auto bottom = has_bottom ? linear_row(scale, y + 1, 1) : top;
    if (has_bottom) convert(bottom, y + 1);
    halve(scale, y, top, bottom);
  }
}

void XybWalk::to_xyb(const ColourRow& row) const {
  kernels_.to_xyb(row);
  for (float* channel : row.xyb) {
    if (channel != nullptr) std::fill(channel + row.width, channel + row_stride(row.width), 0.0f);
  }
}

std::array<const float*, 3> XybWalk::linear_row(std::size_t scale,
                                                std::size_t y,
                                                std::size_t slot) {
  if (scale > 0) return {light_[scale][0].row(y), light_[scale][1].row(y), light_[scale][2].row(y)};
  const LinearRow row = {pair_[0].row(slot), pair_[1].row(slot), pair_[2].row(slot)};
  linear_light_.read_row(*image_, background_, static_cast<std::uint32_t>(y), row);
  for (float* plane : row) repeat_last(plane, plan_[0].width);
  return {row[0], row[1], row[2]};
}

void XybWalk::halve(std::size_t scale,
                    std::size_t y,
                    const std::array<const float*, 3>& top,
                    const std::array<const float*, 3>& bottom) {
  if (scale + 1 >= light_.size()) return;
  const std::size_t width = plan_[scale + 1].width;
  for (std::size_t colour = 0; colour < 3; ++colour) {
    float* const out = light_[scale + 1][colour].row(y / 2);
    kernels_.halve({top[colour], bottom[colour], out, width});
    repeat_last(out, width);
  }
}

}  // namespace pixmill::ssimulacra2
