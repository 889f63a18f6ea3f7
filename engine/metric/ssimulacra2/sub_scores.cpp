#include "engine/metric/ssimulacra2/sub_scores.h"

#include <algorithm>
#include <cmath>

#include "engine/metric/ssimulacra2/power.h"
#include "engine/metric/ssimulacra2/weights.h"

namespace pixmill::ssimulacra2 {
namespace {

/// With all six scales, weights up to here are left out (see the header).
constexpr double k_negligible_weight = 0.0021;

Maps maps_needed(const ScaleWeights& weights, std::size_t scales) {
  // small pictures cost nothing, and their shifted weights were not measured: leave out zeros only
  const double negligible = scales == k_max_scales ? k_negligible_weight : 0.0;
  const auto matters = [&](std::size_t map) {
    return weights.mean[map] > negligible || weights.norm_4[map] > negligible;
  };
  if (matters(1) || matters(2)) return Maps::structure_and_edges;
  return matters(0) ? Maps::structure : Maps::none;
}

/// One channel's part of the weighted sum at one scale.
double weighted(const MapSums& sums, double pixels, const ScaleWeights& weights) {
  const auto norm_4 = [&](double sum) { return std::sqrt(std::sqrt(sum / pixels)); };
  return weights.mean[0] * (sums.structure / pixels) + weights.mean[1] * (sums.ringing / pixels) +
         weights.mean[2] * (sums.blurring / pixels) +
         weights.norm_4[0] * norm_4(sums.structure_4th) +
         weights.norm_4[1] * norm_4(sums.ringing_4th) +
         weights.norm_4[2] * norm_4(sums.blurring_4th);
}

}  // namespace

bool ScalePlan::is_needed() const {
  return std::any_of(maps.begin(), maps.end(), [](Maps m) { return m != Maps::none; });
}

std::vector<ScalePlan> plan_scales(std::size_t width, std::size_t height) {
  std::vector<ScalePlan> plan;
  while (plan.size() < k_max_scales) {
    plan.push_back({width, height, {}});
    if (std::min(width, height) < k_min_side) break;
    width = (width + 1) / 2;
    height = (height + 1) / 2;
  }
  for (std::size_t scale = 0; scale < plan.size(); ++scale) {
    for (std::size_t channel = 0; channel < k_channels; ++channel) {
      plan[scale].maps[channel] = maps_needed(weights_of(channel, scale, plan.size()), plan.size());
    }
  }
  return plan;
}

/// Its constants are those of ssimulacra2.cc.
double fitted_score(double weighted_sum) {
  const double x = weighted_sum * 0.9562382616834844;
  const double polynomial =
      2.326765642916932 * x - 0.020884521182843837 * x * x + 6.248496625763138e-05 * x * x * x;
  if (polynomial <= 0.0) return 100.0;
  return 100.0 - 10.0 * power(polynomial, 0.6276336467831387);
}

double score_of(const std::vector<ScalePlan>& plan, const std::vector<ScaleSums>& sums) {
  double error = 0.0;
  for (std::size_t channel = 0; channel < k_channels; ++channel) {
    for (std::size_t scale = 0; scale < plan.size(); ++scale) {
      const double pixels =
          static_cast<double>(plan[scale].width) * static_cast<double>(plan[scale].height);
      error += weighted(sums[scale][channel], pixels, weights_of(channel, scale, plan.size()));
    }
  }
  return fitted_score(error);
}

}  // namespace pixmill::ssimulacra2
