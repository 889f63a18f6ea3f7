#include "engine/metric/ssimulacra2/error_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "engine/metric/opaque_views.h"
#include "engine/metric/ssimulacra2/kernels.h"
#include "engine/metric/ssimulacra2/plane.h"
#include "engine/metric/ssimulacra2/ssimulacra2.h"
#include "engine/metric/ssimulacra2/strip_walk.h"
#include "engine/metric/ssimulacra2/sub_scores.h"
#include "engine/metric/ssimulacra2/weights.h"
#include "engine/metric/ssimulacra2/xyb_walk.h"

namespace pixmill {
namespace ssimulacra2 {
namespace {

/// A scale's samples, unpadded.
struct Field {
  std::size_t width = 0;
  std::size_t height = 0;
  std::vector<float> values;

  Field(std::size_t w, std::size_t h) : width(w), height(h), values(w * h) {}
  float at(std::size_t x, std::size_t y) const { return values[y * width + x]; }
};

/// The definition's blur, a Gaussian with a sigma of 1.5, by its impulse response from the centre
/// out; zeros lie around the picture.
constexpr std::array<float, 5> k_taps = {.264621f, .212929f, .109335f, .036011f, .009414f};

/// One line of a field: samples `step` apart.
void blur_line(const float* in, float* out, std::size_t count, std::size_t step) {
  for (std::size_t i = 0; i < count; ++i) {
    float sum = k_taps[0] * in[i * step];
    for (std::size_t tap = 1; tap < k_taps.size(); ++tap) {
      if (i >= tap) sum += k_taps[tap] * in[(i - tap) * step];
      if (i + tap < count) sum += k_taps[tap] * in[(i + tap) * step];
    }
    out[i * step] = sum;
  }
}

Field blurred(const Field& in) {
  Field rows(in.width, in.height);
  Field out(in.width, in.height);
  for (std::size_t y = 0; y < in.height; ++y) {
    blur_line(&in.values[y * in.width], &rows.values[y * in.width], in.width, 1);
  }
  for (std::size_t x = 0; x < in.width; ++x) {
    blur_line(&rows.values[x], &out.values[x], in.height, in.width);
  }
  return out;
}

Field product(const Field& a, const Field& b) {
  Field out(a.width, a.height);
  std::transform(
      a.values.begin(), a.values.end(), b.values.begin(), out.values.begin(), [](float x, float y) {
        return x * y;
      });
  return out;
}

/// A picture's X, Y and B, scale after scale.
class Fields {
 public:
  Fields(const std::vector<ScalePlan>& plan, const Image& image, Background background)
      : plan_(plan), walk_(plan, best_kernels(), arena_) {
    walk_.begin(image, background);
    for (Plane& plane : planes_) {
      plane = arena_.allocate(row_stride(plan[0].width), plan[0].height);
    }
  }

  /// Scales are to be read in order, each once, the unneeded ones left out.
  std::vector<Field> read(std::size_t scale) {
    const ScalePlan& size = plan_[scale];
    for (std::size_t index = 0; index < strip_count(size.height); ++index) {
      walk_.read_strip(scale, index, strip_rows(size, index));
    }
    std::vector<Field> fields;
    for (const Plane& plane : planes_) {
      Field& field = fields.emplace_back(size.width, size.height);
      for (std::size_t y = 0; y < size.height; ++y) {
        std::copy_n(plane.row(y), size.width, &field.values[y * size.width]);
      }
    }
    return fields;
  }

 private:
  XybStrip strip_rows(const ScalePlan& size, std::size_t index) {
    XybStrip rows{};
    for (std::size_t c = 0; c < k_channels; ++c) {
      for (std::size_t r = 0; r < k_strip_rows; ++r) {
        const std::size_t y = index * k_strip_rows + r;
        if (y < size.height) rows[c][r] = planes_[c].row(y);
      }
    }
    return rows;
  }

  const std::vector<ScalePlan>& plan_;
  PlaneArena arena_;
  XybWalk walk_;
  std::array<Plane, k_channels> planes_;
};

/// The score that stands at the map's upper end: pictures below it are not looked at for details.
constexpr double k_worst_score = 30.0;

/// Mean and 4-norm of a map that has one value everywhere are that value.
double weight_of(const ScaleWeights& weights, std::size_t map) {
  return weights.mean[map] + weights.norm_4[map];
}

/// Adds the three maps of one channel at one scale, weighted; the formulas are those of maps-inl.h.
void add_maps(const Field& a, const Field& b, const ScaleWeights& weights, Field& sum) {
  const Field mean_a = blurred(a);
  const Field mean_b = blurred(b);
  const Field square_a = blurred(product(a, a));
  const Field square_b = blurred(product(b, b));
  const Field cross = blurred(product(a, b));
  constexpr double k_c2 = 0.0009;
  for (std::size_t i = 0; i < sum.values.size(); ++i) {
    const auto here = [i](const Field& field) { return static_cast<double>(field.values[i]); };
    const double ma = here(mean_a);
    const double mb = here(mean_b);
    const double luminance = 1.0 - (ma - mb) * (ma - mb);
    const double variances = here(square_a) - ma * ma + here(square_b) - mb * mb;
    const double covariance = here(cross) - ma * mb;
    const double ssim = luminance * (2.0 * covariance + k_c2) / (variances + k_c2);
    const double edge_a = std::abs(here(a) - ma);
    const double edge_b = std::abs(here(b) - mb);
    const double edges = (edge_b - edge_a) / (1.0 + edge_a);
    sum.values[i] += static_cast<float>(weight_of(weights, 0) * std::max(1.0 - ssim, 0.0) +
                                        weight_of(weights, 1) * std::max(edges, 0.0) +
                                        weight_of(weights, 2) * std::max(-edges, 0.0));
  }
}

/// Where a sample of the full size lies between the samples of a smaller one, along one axis.
struct Between {
  std::size_t first = 0;
  std::size_t second = 0;
  float share = 0.0f;  ///< of the second
};

Between between(std::size_t position, std::size_t factor, std::size_t count) {
  const float full = static_cast<float>(position) + 0.5f;
  const float place = std::max(full / static_cast<float>(factor) - 0.5f, 0.0f);
  const std::size_t first = std::min(static_cast<std::size_t>(place), count - 1);
  return {first, std::min(first + 1, count - 1), place - static_cast<float>(first)};
}

/// Adds a scale's sums at the picture's own size, interpolated.
void add_enlarged(const Field& small, std::size_t factor, Field& sum) {
  for (std::size_t y = 0; y < sum.height; ++y) {
    const Between v = between(y, factor, small.height);
    for (std::size_t x = 0; x < sum.width; ++x) {
      const Between h = between(x, factor, small.width);
      const auto row = [&](std::size_t at) {
        return small.at(h.first, at) * (1.0f - h.share) + small.at(h.second, at) * h.share;
      };
      sum.values[y * sum.width + x] += row(v.first) * (1.0f - v.share) + row(v.second) * v.share;
    }
  }
}

/// The weighted sum of all maps at each pixel.
Field sum_of_maps(const Image& reference, const Image& candidate, Background background) {
  const std::vector<ScalePlan> plan = plan_scales(reference.width, reference.height);
  Fields a(plan, reference, background);
  Fields b(plan, candidate, background);
  Field sum(reference.width, reference.height);
  for (std::size_t scale = 0; scale < plan.size(); ++scale) {
    if (!plan[scale].is_needed()) continue;
    const std::vector<Field> from = a.read(scale);
    const std::vector<Field> to = b.read(scale);
    Field own(plan[scale].width, plan[scale].height);
    for (std::size_t c = 0; c < k_channels; ++c) {
      if (plan[scale].maps[c] == Maps::none) continue;
      add_maps(from[c], to[c], weights_of(c, scale, plan.size()), own);
    }
    add_enlarged(own, std::size_t{1} << scale, sum);
  }
  return sum;
}

}  // namespace
}  // namespace ssimulacra2

Result<ErrorMap> map_ssimulacra2_errors(const Image& reference, const Image& candidate) {
  using namespace ssimulacra2;
  if (Status same = check_same_size(reference, candidate); !same) return unexpected(same.error());
  if (Status large = check_ssimulacra2_size(reference); !large) return unexpected(large.error());
  std::vector<Background> backgrounds{Background::none};
  if (is_translucent(reference) || is_translucent(candidate)) {
    backgrounds = {Background::black, Background::white};
  }
  const std::size_t pixels = std::size_t{reference.width} * reference.height;
  ErrorMap map{reference.width, reference.height, std::vector<float>(pixels)};
  for (const Background background : backgrounds) {
    const Field sum = sum_of_maps(reference, candidate, background);
    for (std::size_t i = 0; i < sum.values.size(); ++i) {
      const double lost =
          (100.0 - fitted_score(static_cast<double>(sum.values[i]))) / (100.0 - k_worst_score);
      map.values[i] = std::max(map.values[i], static_cast<float>(std::clamp(lost, 0.0, 1.0)));
    }
  }
  return map;
}

}  // namespace pixmill
