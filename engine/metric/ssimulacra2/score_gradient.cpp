#include "engine/metric/ssimulacra2/score_gradient.h"

#include <utility>

namespace pixmill::ssimulacra2 {

namespace {

class Scratch {
 public:
  explicit Scratch(PlaneSize size) : line_(size.width + 16), zeros_(size.width) {
    for (std::vector<float>& plane : planes_) plane.resize(size.count());
  }

  GradientScratch view() {
    GradientScratch out;
    for (std::size_t i = 0; i < planes_.size(); ++i) out.planes[i] = planes_[i].data();
    out.line = line_.data();
    out.zeros = zeros_.data();
    return out;
  }

 private:
  std::array<std::vector<float>, 4> planes_;
  std::vector<float> line_;
  std::vector<float> zeros_;
};

using Planes = std::array<std::vector<float>, k_channels>;

std::array<const float*, 3> reading(const Planes& planes) {
  return {planes[0].data(), planes[1].data(), planes[2].data()};
}

std::array<float*, 3> writing(Planes& planes) {
  return {planes[0].data(), planes[1].data(), planes[2].data()};
}

}  // namespace

ScoreGradient::ScoreGradient(PlaneSize full_size,
                             std::size_t first_scale,
                             const LinearPlanes& source,
                             const GradientKernels& kernels)
    : kernels_(kernels), size_(full_size) {
  for (std::size_t i = 0; i < first_scale; ++i) size_ = size_.halved();
  plan(full_size, first_scale);
  if (scales_.empty()) return;
  const std::vector<LinearPlanes> smaller = smaller_scales(source);
  Scratch scratch(size_);
  for (std::size_t s = 0; s < scales_.size(); ++s) {
    if (scales_[s].is_needed) prepare(scales_[s], s == 0 ? source : smaller[s - 1], scratch.view());
  }
}

/// Up to the last scale that weighs anything.
void ScoreGradient::plan(PlaneSize full_size, std::size_t first_scale) {
  const std::vector<ScalePlan> plan = plan_scales(full_size.width, full_size.height);
  for (std::size_t s = first_scale; s < plan.size(); ++s) {
    Scale& scale = scales_.emplace_back();
    scale.size = {plan[s].width, plan[s].height};
    scale.is_needed = plan[s].is_needed();
    for (std::size_t c = 0; c < k_channels; ++c) {
      scale.needs[c] = plan[s].maps[c] != Maps::none;
      scale.weights[c] = weights_of(c, s, plan.size());
    }
  }
  while (!scales_.empty() && !scales_.back().is_needed) scales_.pop_back();
}

void ScoreGradient::prepare(Scale& scale,
                            const LinearPlanes& source,
                            const GradientScratch& scratch) const {
  const std::size_t count = scale.size.count();
  Planes xyb;
  for (std::vector<float>& plane : xyb) plane.resize(count);
  kernels_.to_xyb(reading(source), writing(xyb), count);
  for (std::size_t c = 0; c < k_channels; ++c) {
    if (!scale.needs[c]) continue;
    Channel& channel = scale.source[c];
    channel.values = std::move(xyb[c]);
    channel.mean.resize(count);
    channel.variance.resize(count);
    kernels_.prepare(
        channel.values.data(), scale.size, scratch, channel.mean.data(), channel.variance.data());
  }
}

std::vector<LinearPlanes> ScoreGradient::smaller_scales(const LinearPlanes& first) const {
  std::vector<LinearPlanes> out(scales_.size() - 1);
  for (std::size_t s = 0; s + 1 < scales_.size(); ++s) {
    const LinearPlanes& from = s == 0 ? first : out[s - 1];
    for (std::size_t c = 0; c < from.size(); ++c) {
      out[s][c].resize(scales_[s + 1].size.count());
      kernels_.halve(from[c].data(), scales_[s].size, out[s][c].data());
    }
  }
  return out;
}

/// Of one scale alone.
void ScoreGradient::replace_scale(const Scale& scale,
                                  const GradientScratch& scratch,
                                  LinearPlanes& linear) const {
  const std::size_t count = scale.size.count();
  Planes xyb;
  Planes gradient;
  for (std::size_t c = 0; c < k_channels; ++c) {
    xyb[c].resize(scale.is_needed ? count : 0);
    gradient[c].resize(count);
  }
  if (scale.is_needed) {
    std::array<float*, 3> wanted = writing(xyb);
    if (!scale.needs[2]) wanted[2] = nullptr;
    kernels_.to_xyb(reading(linear), wanted, count);
  }
  for (std::size_t c = 0; c < k_channels; ++c) {
    if (!scale.needs[c]) continue;
    const Channel& source = scale.source[c];
    kernels_.differentiate(
        {source.values.data(), source.mean.data(), source.variance.data(), scale.size},
        xyb[c].data(),
        scale.weights[c],
        scratch,
        gradient[c].data());
    // the score falls as the sum of norms rises
    for (float& value : gradient[c]) value = -value;
  }
  kernels_.to_linear_gradient(reading(gradient), writing(linear), count);
}

void ScoreGradient::replace_by_direction(LinearPlanes& candidate) const {
  if (scales_.empty()) {
    for (std::vector<float>& plane : candidate) plane.assign(plane.size(), 0.0F);
    return;
  }
  std::vector<LinearPlanes> smaller = smaller_scales(candidate);
  Scratch scratch(size_);
  for (std::size_t s = scales_.size(); s-- > 0;) {
    LinearPlanes& linear = s == 0 ? candidate : smaller[s - 1];
    replace_scale(scales_[s], scratch.view(), linear);
    if (s + 1 == scales_.size()) continue;
    for (std::size_t c = 0; c < k_channels; ++c) {
      kernels_.add_enlarged(smaller[s][c].data(), linear[c].data(), scales_[s].size);
    }
  }
}

}  // namespace pixmill::ssimulacra2
