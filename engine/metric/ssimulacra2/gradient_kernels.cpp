// This file is compiled once for each target: foreach_target.h includes it again and again.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/metric/ssimulacra2/gradient_kernels.cpp"
#include "engine/base/kernel_targets.h"
// in this order
#include <hwy/foreach_target.h>
// and then
#include <hwy/highway.h>

#include <algorithm>
#include <cmath>

#include "engine/metric/ssimulacra2/gradient_colour-inl.h"
#include "engine/metric/ssimulacra2/gradient_kernels.h"

HWY_BEFORE_NAMESPACE();
namespace pixmill::ssimulacra2::HWY_NAMESPACE {

constexpr std::size_t k_lanes = 8;

void halve(const float* in, PlaneSize size, float* out) {
  const PlaneSize half = size.halved();
  const std::size_t pairs = size.width / 2;
  for (std::size_t y = 0; y < half.height; ++y) {
    const float* HWY_RESTRICT top = in + 2 * y * size.width;
    const float* HWY_RESTRICT bottom = 2 * y + 1 < size.height ? top + size.width : top;
    float* HWY_RESTRICT row = out + y * half.width;
    for (std::size_t x = 0; x < pairs; ++x) {
      row[x] = 0.25F * ((top[2 * x] + top[2 * x + 1]) + (bottom[2 * x] + bottom[2 * x + 1]));
    }
    if (pairs < half.width) row[pairs] = 0.5F * (top[2 * pairs] + bottom[2 * pairs]);
  }
}

void add_enlarged(const float* small, float* out, PlaneSize size) {
  const PlaneSize half = size.halved();
  const std::size_t pairs = size.width / 2;
  for (std::size_t y = 0; y < size.height; ++y) {
    const float* HWY_RESTRICT from = small + y / 2 * half.width;
    float* HWY_RESTRICT row = out + y * size.width;
    const float share = y % 2 == 0 && y + 1 == size.height ? 0.5F : 0.25F;
    for (std::size_t x = 0; x < pairs; ++x) {
      const float part = share * from[x];
      row[2 * x] += part;
      row[2 * x + 1] += part;
    }
    if (pairs < half.width) row[2 * pairs] += 2.0F * share * from[pairs];
  }
}

/// The definition's blur, a Gaussian with a sigma of 1.5, by its impulse response from the centre
/// out; zeros lie around the picture. It is its own adjoint.
HWY_INLINE float blurred(float c, float p1, float p2, float p3, float p4) {
  return (0.264621F * c + 0.212929F * p1) + (0.109335F * p2 + 0.036011F * p3) + 0.009414F * p4;
}
constexpr std::size_t k_reach = 4;

/// Blurs the rows of a product of two planes (or of one plane, where `b` is null).
HWY_INLINE void blur_rows(
    const float* a, const float* b, PlaneSize size, const GradientScratch& scratch, float* out) {
  const std::size_t width = size.width;
  std::fill_n(scratch.line, width + 2 * k_reach, 0.0F);
  for (std::size_t y = 0; y < size.height; ++y) {
    const float* HWY_RESTRICT row = a + y * width;
    float* HWY_RESTRICT line = scratch.line + k_reach;
    if (b != nullptr) {
      const float* HWY_RESTRICT factor = b + y * width;
      for (std::size_t x = 0; x < width; ++x) line[x] = row[x] * factor[x];
    } else {
      std::copy_n(row, width, line);
    }
    const float* HWY_RESTRICT at = scratch.line;
    float* HWY_RESTRICT to = out + y * width;
    for (std::size_t x = 0; x < width; ++x) {
      to[x] = blurred(at[x + 4],
                      at[x + 3] + at[x + 5],
                      at[x + 2] + at[x + 6],
                      at[x + 1] + at[x + 7],
                      at[x] + at[x + 8]);
    }
  }
}

HWY_INLINE void blur_columns(const float* in, PlaneSize size, const float* zeros, float* out) {
  for (std::size_t y = 0; y < size.height; ++y) {
    std::array<const float*, 2 * k_reach + 1> at;
    for (std::size_t i = 0; i < at.size(); ++i) {
      const bool is_inside = y + i >= k_reach && y + i - k_reach < size.height;
      at[i] = is_inside ? in + (y + i - k_reach) * size.width : zeros;
    }
    float* HWY_RESTRICT to = out + y * size.width;
    for (std::size_t x = 0; x < size.width; ++x) {
      to[x] = blurred(at[4][x],
                      at[3][x] + at[5][x],
                      at[2][x] + at[6][x],
                      at[1][x] + at[7][x],
                      at[0][x] + at[8][x]);
    }
  }
}

/// Blurs the product of two planes (or one plane, where `b` is null) into `out`, which may be `a`.
void blur(
    const float* a, const float* b, PlaneSize size, const GradientScratch& scratch, float* out) {
  blur_rows(a, b, size, scratch, scratch.planes[3]);
  blur_columns(scratch.planes[3], size, scratch.zeros, out);
}

void prepare(const float* values,
             PlaneSize size,
             const GradientScratch& scratch,
             float* mean,
             float* variance) {
  blur(values, nullptr, size, scratch, mean);
  blur(values, values, size, scratch, variance);
  for (std::size_t i = 0; i < size.count(); ++i) variance[i] -= mean[i] * mean[i];
}

constexpr float k_c2 = 0.0009F;

/// The local statistics of one sample, and what SSIM makes of them (see maps-inl.h).
struct Structure {
  float luminance;
  float numerator;
  float inverse;  ///< of the denominator
  float error;    ///< 1 - SSIM
};

HWY_INLINE Structure structure(float mean_a, float var_a, float mean_b, float square, float cross) {
  const float difference = mean_a - mean_b;
  const float luminance = 1.0F - difference * difference;
  const float numerator = 2.0F * (cross - mean_a * mean_b) + k_c2;
  const float inverse = 1.0F / (var_a + (square - mean_b * mean_b) + k_c2);
  return {luminance, numerator, inverse, 1.0F - luminance * numerator * inverse};
}

/// Ringing where positive, blurring where negative.
HWY_INLINE float edge_error(float a, float mean_a, float b, float mean_b) {
  const float edge_a = std::fabs(a - mean_a);
  return (std::fabs(b - mean_b) - edge_a) / (1.0F + edge_a);
}

HWY_INLINE float fourth_power(float x) {
  return (x * x) * (x * x);
}

/// What a map's value v >= 0 adds to the derivative: mean + cube * v^3.
struct Slope {
  float mean = 0;
  float cube = 0;
};

Slope slope(double mean_weight, double norm_weight, double sum_4th, double count) {
  const double norm = std::sqrt(std::sqrt(sum_4th / count));
  Slope out;
  out.mean = static_cast<float>(mean_weight / count);
  if (norm > 1e-6) out.cube = static_cast<float>(norm_weight / (count * norm * norm * norm));
  return out;
}

/// A source's channel (a) and a candidate's (b).
struct Channel {
  const float* HWY_RESTRICT a;
  const float* HWY_RESTRICT mean_a;
  const float* HWY_RESTRICT variance_a;
  const float* HWY_RESTRICT b;
  const float* HWY_RESTRICT mean;
  const float* HWY_RESTRICT square;
  const float* HWY_RESTRICT cross;
  std::size_t count;
};

std::array<Slope, 3> slopes(const Channel& at, const ScaleWeights& weights) {
  constexpr std::size_t chunk = 4096;  // floats lose little over so many
  std::array<double, 3> sums{};
  for (std::size_t begin = 0; begin < at.count; begin += chunk) {
    const std::size_t end = std::min(begin + chunk, at.count);
    float lanes[3][k_lanes] = {};
    const auto add = [&](std::size_t i, std::size_t lane) {
      const Structure s =
          structure(at.mean_a[i], at.variance_a[i], at.mean[i], at.square[i], at.cross[i]);
      const float edge = edge_error(at.a[i], at.mean_a[i], at.b[i], at.mean[i]);
      lanes[0][lane] += fourth_power(std::max(s.error, 0.0F));
      lanes[1][lane] += fourth_power(std::max(edge, 0.0F));
      lanes[2][lane] += fourth_power(std::max(-edge, 0.0F));
    };
    std::size_t i = begin;
    for (; i + k_lanes <= end; i += k_lanes) {
      for (std::size_t lane = 0; lane < k_lanes; ++lane) add(i + lane, lane);
    }
    for (; i < end; ++i) add(i, (i - begin) % k_lanes);
    for (std::size_t map = 0; map < sums.size(); ++map) {
      for (const float lane : lanes[map]) sums[map] += static_cast<double>(lane);
    }
  }
  std::array<Slope, 3> out;
  for (std::size_t map = 0; map < out.size(); ++map) {
    out[map] =
        slope(weights.mean[map], weights.norm_4[map], sums[map], static_cast<double>(at.count));
  }
  return out;
}

/// By a value that counts where it is positive.
HWY_INLINE float derivative(const Slope& slope, float value) {
  const float positive = std::max(value, 0.0F);
  return (value > 0.0F ? slope.mean : 0.0F) + slope.cube * (positive * positive * positive);
}

/// Writes the derivative by each sample but for what goes through the statistics, and over those
/// the derivatives by them.
// NOLINTNEXTLINE(readability-function-size): a pointer a plane, as above
HWY_INLINE void differentiate_maps(const std::array<Slope, 3>& slopes,
                                   const float* HWY_RESTRICT source,
                                   const float* HWY_RESTRICT source_mean,
                                   const float* HWY_RESTRICT source_variance,
                                   const float* HWY_RESTRICT candidate,
                                   float* HWY_RESTRICT mean,
                                   float* HWY_RESTRICT square,
                                   float* HWY_RESTRICT cross,
                                   float* HWY_RESTRICT direct,
                                   std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const float mean_a = source_mean[i];
    const float mean_b = mean[i];
    const Structure s = structure(mean_a, source_variance[i], mean_b, square[i], cross[i]);
    const float by_error = derivative(slopes[0], s.error);
    const float by_numerator = -by_error * s.luminance * s.inverse;
    const float by_luminance = -by_error * s.numerator * s.inverse;
    const float by_denominator = by_error * s.luminance * s.numerator * (s.inverse * s.inverse);

    const float edge = edge_error(source[i], mean_a, candidate[i], mean_b);
    const float by_edge = derivative(slopes[1], edge) - derivative(slopes[2], -edge);
    const float by_distance = by_edge / (1.0F + std::fabs(source[i] - mean_a));
    const float by_sample = candidate[i] > mean_b ? by_distance : -by_distance;

    direct[i] = by_sample;
    mean[i] = 2.0F * (by_luminance * (mean_a - mean_b) - by_numerator * mean_a -
                      by_denominator * mean_b) -
              by_sample;
    square[i] = by_denominator;
    cross[i] = 2.0F * by_numerator;
  }
}

void differentiate(const SourceChannel& source,
                   const float* candidate,
                   const ScaleWeights& weights,
                   const GradientScratch& scratch,
                   float* gradient) {
  const PlaneSize size = source.size;
  const auto& [mean, square, cross, unused] = scratch.planes;
  blur(candidate, nullptr, size, scratch, mean);
  blur(candidate, candidate, size, scratch, square);
  blur(candidate, source.values, size, scratch, cross);
  const Channel at{
      source.values, source.mean, source.variance, candidate, mean, square, cross, size.count()};
  differentiate_maps(slopes(at, weights),
                     at.a,
                     at.mean_a,
                     at.variance_a,
                     at.b,
                     mean,
                     square,
                     cross,
                     gradient,
                     at.count);
  blur(mean, nullptr, size, scratch, mean);
  blur(square, nullptr, size, scratch, square);
  blur(cross, nullptr, size, scratch, cross);
  float* HWY_RESTRICT out = gradient;
  for (std::size_t i = 0; i < at.count; ++i) {
    out[i] += (at.mean[i] + at.a[i] * at.cross[i]) + 2.0F * at.b[i] * at.square[i];
  }
}

const GradientKernels& gradient_kernels() {
  static constexpr GradientKernels k_kernels = {
      halve, add_enlarged, to_xyb, to_linear_gradient, prepare, differentiate};
  return k_kernels;
}

}  // namespace pixmill::ssimulacra2::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "engine/base/kernel_choice.h"

namespace pixmill::ssimulacra2 {

const GradientKernels& portable_gradient_kernels() {
  return PIXMILL_PORTABLE(gradient_kernels());
}

const GradientKernels& best_gradient_kernels() {
  return PIXMILL_BEST(gradient_kernels());
}

}  // namespace pixmill::ssimulacra2
#endif
