#include "engine/metric/ssimulacra2/sub_scores.h"

#include <algorithm>
#include <cmath>

#include "engine/metric/ssimulacra2/power.h"

namespace pixmill::ssimulacra2 {
namespace {

/// The weights of release 2.1: a channel after the other, in it a scale after the other; a row
/// holds one scale's weights of the means, then of the 4-norms, of structure, ringing and blurring.
/// Source of all constants here: ssimulacra2.cc of github.com/cloudinary/ssimulacra2
/// (BSD-3-Clause).
constexpr std::size_t k_weights_per_scale = 6;
constexpr std::array<double, k_channels* k_max_scales* k_weights_per_scale> k_weights = {
    0.0,
    0.0007376606707406586,
    0.0,
    0.0,
    0.0007793481682867309,
    0.0,
    0.0,
    0.0004371155730107379,
    0.0,
    1.1041726426657346,
    0.00066284834129271,
    0.00015231632783718752,
    0.0,
    0.0016406437456599754,
    0.0,
    1.8422455520539298,
    11.441172603757666,
    0.0,
    0.0007989109436015163,
    0.000176816438078653,
    0.0,
    1.8787594979546387,
    10.94906990605142,
    0.0,
    0.0007289346991508072,
    0.9677937080626833,
    0.0,
    0.00014003424285435884,
    0.9981766977854967,
    0.00031949755934435053,
    0.0004550992113792063,
    0.0,
    0.0,
    0.0013648766163243398,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    7.466890328078848,
    0.0,
    17.445833984131262,
    0.0006235601634041466,
    0.0,
    0.0,
    6.683678146179332,
    0.00037724407979611296,
    1.027889937768264,
    225.20515300849274,
    0.0,
    0.0,
    19.213238186143016,
    0.0011401524586618361,
    0.001237755635509985,
    176.39317598450694,
    0.0,
    0.0,
    24.43300999870476,
    0.28520802612117757,
    0.0004485436923833408,
    0.0,
    0.0,
    0.0,
    34.77906344483772,
    44.835625328877896,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0008680556573291698,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0005313191874358747,
    0.0,
    0.00016533814161379112,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0004179171803251336,
    0.0017290828234722833,
    0.0,
    0.0020827005846636437,
    0.0,
    0.0,
    8.826982764996862,
    23.19243343998926,
    0.0,
    95.1080498811086,
    0.9863978034400682,
    0.9834382792465353,
    0.0012286405048278493,
    171.2667255897307,
    0.9807858872435379,
    0.0,
    0.0,
    0.0,
    0.0005130064588990679,
    0.0,
    0.00010854057858411537,
};

/// With all six scales, weights up to here are left out (see the header).
constexpr double k_negligible_weight = 0.0021;

/// Where the weights of a channel at a scale begin. The definition counts through the weights with
/// a running index, so pictures with fewer scales meet other weights.
std::size_t first_weight(std::size_t channel, std::size_t scale, std::size_t scales) {
  return (channel * scales + scale) * k_weights_per_scale;
}

Maps maps_needed(std::size_t channel, std::size_t scale, std::size_t scales) {
  // small pictures cost nothing, and their shifted weights were not measured: leave out zeros only
  const double negligible = scales == k_max_scales ? k_negligible_weight : 0.0;
  const double* weights = &k_weights[first_weight(channel, scale, scales)];
  const auto matters = [&](std::size_t map) {
    return weights[map] > negligible || weights[map + 3] > negligible;
  };
  if (matters(1) || matters(2)) return Maps::structure_and_edges;
  return matters(0) ? Maps::structure : Maps::none;
}

/// One channel's part of the weighted sum at one scale.
double weighted(const MapSums& sums, double pixels, const double* weights) {
  const auto mean = [&](double sum) { return sum / pixels; };
  const auto norm_4 = [&](double sum) { return std::sqrt(std::sqrt(sum / pixels)); };
  return weights[0] * mean(sums.structure) + weights[1] * mean(sums.ringing) +
         weights[2] * mean(sums.blurring) + weights[3] * norm_4(sums.structure_4th) +
         weights[4] * norm_4(sums.ringing_4th) + weights[5] * norm_4(sums.blurring_4th);
}

/// The final nonlinearity, which fits the weighted sum to subjective scores.
double fitted(double error) {
  const double x = error * 0.9562382616834844;
  const double polynomial =
      2.326765642916932 * x - 0.020884521182843837 * x * x + 6.248496625763138e-05 * x * x * x;
  if (polynomial <= 0.0) return 100.0;
  return 100.0 - 10.0 * power(polynomial, 0.6276336467831387);
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
      plan[scale].maps[channel] = maps_needed(channel, scale, plan.size());
    }
  }
  return plan;
}

double score_of(const std::vector<ScalePlan>& plan, const std::vector<ScaleSums>& sums) {
  double error = 0.0;
  for (std::size_t channel = 0; channel < k_channels; ++channel) {
    for (std::size_t scale = 0; scale < plan.size(); ++scale) {
      const double pixels =
          static_cast<double>(plan[scale].width) * static_cast<double>(plan[scale].height);
      error += weighted(
          sums[scale][channel], pixels, &k_weights[first_weight(channel, scale, plan.size())]);
    }
  }
  return fitted(error);
}

}  // namespace pixmill::ssimulacra2
