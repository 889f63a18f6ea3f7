#include "engine/image/resample_weights.h"

#include <algorithm>
#include <cmath>

namespace pixmill {

namespace {

/// Keys' kernel, a = -0.5, in Pillow's order of operations: the roundings decide weights.
double cubic(double x) {
  constexpr double a = -0.5;
  x = std::abs(x);
  if (x < 1.0) return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
  if (x < 2.0) return (((x - 5) * x + 8) * x - 4) * a;
  return 0.0;
}

constexpr double k_cubic_radius = 2.0;

std::int32_t to_fixed_point(double weight) {
  const double scaled = weight * (1 << k_weight_bits);
  return static_cast<std::int32_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
}

}  // namespace

ResampleWeights bicubic_weights(std::uint32_t in, std::uint32_t out) {
  const double scale = static_cast<double>(in) / out;
  const double stretch = std::max(scale, 1.0);
  const double radius = k_cubic_radius * stretch;
  ResampleWeights result;
  result.stride = static_cast<std::size_t>(std::ceil(radius)) * 2 + 1;
  result.first.resize(out);
  result.count.resize(out);
  result.weights.resize(out * result.stride);
  std::vector<double> exact(result.stride);
  for (std::uint32_t i = 0; i < out; ++i) {
    const double center = (i + 0.5) * scale;
    // whole pixels by truncation after a half is added, as Pillow has it
    const double low = std::max(center - radius + 0.5, 0.0);
    const double high = center + radius + 0.5;
    const auto first = static_cast<std::uint32_t>(low);
    const auto end = std::min(static_cast<std::uint32_t>(high), in);
    double sum = 0;
    for (std::uint32_t x = first; x < end; ++x) {
      exact[x - first] = cubic((x - center + 0.5) * (1.0 / stretch));
      sum += exact[x - first];
    }
    std::int32_t* weights = &result.weights[i * result.stride];
    for (std::uint32_t t = 0; t < end - first; ++t) weights[t] = to_fixed_point(exact[t] / sum);
    result.first[i] = first;
    result.count[i] = end - first;
  }
  return result;
}

}  // namespace pixmill
