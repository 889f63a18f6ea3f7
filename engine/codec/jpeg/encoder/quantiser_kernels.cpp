// This file is compiled once for each target: foreach_target.h includes it again and again. Loops
// over eight elements are plain C++, which the compiler turns into the target's vectors.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/codec/jpeg/encoder/quantiser_kernels.cpp"
#include "engine/base/kernel_targets.h"
// in this order
#include <hwy/foreach_target.h>
// and then
#include <hwy/highway.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "engine/codec/jpeg/encoder/quantiser_kernels.h"
#include "engine/codec/jpeg/encoder/transfer-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pixmill::jpeg::HWY_NAMESPACE {

constexpr std::size_t k_side = 8;

void dead_zone(const std::int16_t* HWY_RESTRICT in,
               const BlockTable& scale,
               const BlockTable& rounding,
               std::int16_t* HWY_RESTRICT out,
               std::size_t count) {
  const float* HWY_RESTRICT scales = scale.data();
  const float* HWY_RESTRICT roundings = rounding.data();
  for (std::size_t start = 0; start < count; start += 64) {
    for (std::size_t i = 0; i < 64; ++i) {
      const auto value = static_cast<float>(in[start + i]);
      const float magnitude = value < 0.0F ? -value : value;
      const auto level = static_cast<std::int32_t>(magnitude * scales[i] + roundings[i]);
      out[start + i] = static_cast<std::int16_t>(value < 0.0F ? -level : level);
    }
  }
}

namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, k_side>;
constexpr std::size_t k_lanes = hn::MaxLanes(Floats());

using Matrix = float[k_side][k_side];

/// Rows of `out` are sums of the rows of `rows` that have a bit in `which` (one at least), weighted
/// by the rows of `weights`. All sums grow at once, so that none waits for itself. Written in
/// vectors, since the compiler does not keep these sums in registers by itself.
template <std::size_t Count>
HWY_INLINE void multiply(const Matrix& weights, const Matrix& rows, unsigned which, Matrix& out) {
  const Floats d;
  const auto first = static_cast<std::size_t>(std::countr_zero(which));
  for (std::size_t j = 0; j < k_side; j += k_lanes) {
    hn::Vec<Floats> sums[Count];
    auto row = hn::Load(d, rows[first] + j);
    for (std::size_t i = 0; i < Count; ++i) {
      sums[i] = hn::Mul(hn::Set(d, weights[i][first]), row);
    }
    for (unsigned left = which & (which - 1); left != 0; left &= left - 1) {
      const auto u = static_cast<std::size_t>(std::countr_zero(left));
      row = hn::Load(d, rows[u] + j);
      for (std::size_t i = 0; i < Count; ++i) {
        sums[i] = hn::Add(sums[i], hn::Mul(hn::Set(d, weights[i][u]), row));
      }
    }
    for (std::size_t i = 0; i < Count; ++i) hn::Store(sums[i], d, out[i] + j);
  }
}

/// The first `count` rows of `out`: 8, 4, 2 or 1.
HWY_INLINE void multiply(
    const Matrix& weights, const Matrix& rows, unsigned which, std::size_t count, Matrix& out) {
  switch (count) {
    case 8:
      return multiply<8>(weights, rows, which, out);
    case 4:
      return multiply<4>(weights, rows, which, out);
    case 2:
      return multiply<2>(weights, rows, which, out);
    default:
      return multiply<1>(weights, rows, which, out);
  }
}

/// Which rows and which columns of a block hold anything, a bit for each: most hold nothing.
struct Occupied {
  unsigned rows = 0;
  unsigned columns = 0;
};

HWY_INLINE Occupied occupied(const std::int16_t* block) {
  Occupied out;
  std::array<std::uint64_t, 2> in_column{};  // four columns each
  for (std::size_t v = 0; v < k_side; ++v) {
    std::array<std::uint64_t, 2> row;
    std::memcpy(row.data(), block + k_side * v, sizeof row);
    out.rows |= ((row[0] | row[1]) != 0 ? 1U : 0U) << v;
    in_column[0] |= row[0];
    in_column[1] |= row[1];
  }
  std::array<std::uint16_t, k_side> columns;
  std::memcpy(columns.data(), in_column.data(), sizeof columns);
  for (std::size_t u = 0; u < k_side; ++u) out.columns |= (columns[u] != 0 ? 1U : 0U) << u;
  return out;
}

constexpr unsigned first_bits(std::size_t count) {
  return (1U << count) - 1;
}

HWY_INLINE void dequantise(const std::int16_t* HWY_RESTRICT block,
                           const float* HWY_RESTRICT scale,
                           float* HWY_RESTRICT out) {
  for (std::size_t i = 0; i < 64; ++i) out[i] = static_cast<float>(block[i]) * scale[i];
}

/// `count` is mostly 8, which takes one vector.
HWY_INLINE void copy_row(const float* from, std::size_t count, float* to) {
  if (count == k_side) {
    for (std::size_t i = 0; i < k_side; ++i) to[i] = from[i];
  } else {
    for (std::size_t i = 0; i < count; ++i) to[i] = from[i];
  }
}

void to_means(const std::int16_t* block,
              const BlockTable& scale,
              const BlockBasis& basis,
              float* out,
              std::size_t stride) {
  const auto& [across, down] = basis;
  HWY_ALIGN Matrix coefficients;
  HWY_ALIGN Matrix half;
  HWY_ALIGN Matrix means;
  const Occupied occupied = HWY_NAMESPACE::occupied(block);
  if (occupied.rows == 0) {
    for (std::size_t y = 0; y < down.samples; ++y) {
      std::fill_n(out + y * stride, across.samples, 0.0F);
    }
    return;
  }
  dequantise(block, scale.data(), coefficients[0]);
  multiply(down.weights, coefficients, occupied.rows, down.samples, half);
  multiply(half, across.by_frequency, occupied.columns, down.samples, means);
  for (std::size_t y = 0; y < down.samples; ++y) {
    copy_row(means[y], across.samples, out + y * stride);
  }
}

void from_means(const float* means, std::size_t stride, const BlockBasis& basis, BlockTable& out) {
  const auto& [across, down] = basis;
  HWY_ALIGN Matrix a;
  HWY_ALIGN Matrix half;
  HWY_ALIGN Matrix coefficients;
  for (std::size_t y = 0; y < down.samples; ++y) {
    copy_row(means + y * stride, across.samples, a[y]);
  }
  multiply(a, across.weights, first_bits(across.samples), down.samples, half);
  multiply<k_side>(down.by_frequency, half, first_bits(down.samples), coefficients);
  std::memcpy(out.data(), coefficients, sizeof coefficients);
}

// JFIF 1.02, page 3.
constexpr float k_cr_to_red = 1.402F;
constexpr float k_cb_to_green = -0.344136286F;
constexpr float k_cr_to_green = -0.714136286F;
constexpr float k_cb_to_blue = 1.772F;

// The compiler takes pointers out of an array for ones that may overlap, so they are handed on.

// NOLINTNEXTLINE(readability-function-size): a pointer a plane
HWY_INLINE void to_linear_rows(const float* HWY_RESTRICT y,
                               const float* HWY_RESTRICT cb,
                               const float* HWY_RESTRICT cr,
                               float* HWY_RESTRICT red,
                               float* HWY_RESTRICT green,
                               float* HWY_RESTRICT blue,
                               std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const float luma = y[i] + 128.0F;
    red[i] = linear(as_sample(luma + k_cr_to_red * cr[i]));
    green[i] = linear(as_sample(luma + (k_cb_to_green * cb[i] + k_cr_to_green * cr[i])));
    blue[i] = linear(as_sample(luma + k_cb_to_blue * cb[i]));
  }
}

void to_linear(const ColorRows& ycc, const ColorRows& rgb, std::size_t count) {
  to_linear_rows(ycc[0], ycc[1], ycc[2], rgb[0], rgb[1], rgb[2], count);
}

void samples_to_linear(float* HWY_RESTRICT samples, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) samples[i] = linear(samples[i]);
}

/// A derivative by a sample; what is cut off does not change.
HWY_INLINE float by_sample(float v, float by_linear) {
  return v > 0.0F && v < 255.0F ? linear_slope(v) * by_linear : 0.0F;
}

// NOLINTNEXTLINE(readability-function-size): a pointer a plane
HWY_INLINE void from_linear_rows(const float* HWY_RESTRICT red,
                                 const float* HWY_RESTRICT green,
                                 const float* HWY_RESTRICT blue,
                                 float* HWY_RESTRICT y,
                                 float* HWY_RESTRICT cb,
                                 float* HWY_RESTRICT cr,
                                 std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const float luma = y[i] + 128.0F;
    const float r = by_sample(luma + k_cr_to_red * cr[i], red[i]);
    const float g = by_sample(luma + (k_cb_to_green * cb[i] + k_cr_to_green * cr[i]), green[i]);
    const float b = by_sample(luma + k_cb_to_blue * cb[i], blue[i]);
    y[i] = (r + g) + b;
    cb[i] = k_cb_to_green * g + k_cb_to_blue * b;
    cr[i] = k_cr_to_red * r + k_cr_to_green * g;
  }
}

void from_linear(const ColorRows& rgb, const ColorRows& ycc, std::size_t count) {
  from_linear_rows(rgb[0], rgb[1], rgb[2], ycc[0], ycc[1], ycc[2], count);
}

void move(const BlockTable& derivative,
          const std::int16_t* HWY_RESTRICT level,
          const BlockTable& steps,
          const Move& how,
          std::int16_t* HWY_RESTRICT target) {
  constexpr float rounder = 12582912.0F;  // adding and taking it away rounds in any IEEE arithmetic
  for (std::size_t i = 0; i < 64; ++i) {
    const auto now = static_cast<float>(target[i]);
    const float unit = 16.0F * steps[i];
    const float pull = how.inertia * (static_cast<float>(level[i]) * unit - now);
    float push = how.gain * (derivative[i] * steps[i]);
    push = push > how.limit ? how.limit : push;
    push = push < -how.limit ? -how.limit : push;
    float moved = now + (pull + push * unit);
    moved = moved > 32767.0F ? 32767.0F : moved;
    moved = moved < -32767.0F ? -32767.0F : moved;
    target[i] = static_cast<std::int16_t>(static_cast<std::int32_t>((moved + rounder) - rounder));
  }
}

const QuantiserKernels& quantiser_kernels() {
  static constexpr QuantiserKernels k_kernels = {
      dead_zone, to_means, from_means, to_linear, samples_to_linear, from_linear, move};
  return k_kernels;
}

}  // namespace pixmill::jpeg::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "engine/base/kernel_choice.h"

namespace pixmill::jpeg {

const QuantiserKernels& portable_quantiser_kernels() {
  return PIXMILL_PORTABLE(quantiser_kernels());
}

const QuantiserKernels& best_quantiser_kernels() {
  return PIXMILL_BEST(quantiser_kernels());
}

}  // namespace pixmill::jpeg
#endif
