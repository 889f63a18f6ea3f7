// The recursive Gaussian along the columns of a strip: a column to a lane.
// Included once for each target; see kernels.cpp.
#if defined(PIXMILL_SSIMULACRA2_BLUR_COLUMNS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef PIXMILL_SSIMULACRA2_BLUR_COLUMNS_INL
#undef PIXMILL_SSIMULACRA2_BLUR_COLUMNS_INL
#else
#define PIXMILL_SSIMULACRA2_BLUR_COLUMNS_INL
#endif

#include <array>
#include <cstddef>

#include "engine/metric/ssimulacra2/blur_rows-inl.h"
#include "engine/metric/ssimulacra2/kernels.h"
#include "engine/metric/ssimulacra2/vector-inl.h"
#include "engine/metric/ssimulacra2/window-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pixmill::ssimulacra2::HWY_NAMESPACE {

/// A chunk of one signal, filtered both ways: rows of k_chunk_columns samples.
struct Blurred {
  HWY_ALIGN std::array<float, k_strip_rows * k_chunk_columns> samples;

  const float* row(std::size_t r) const { return samples.data() + r * k_chunk_columns; }
};

/// One pole of the recursion along columns.
struct ColumnPole {
  Vector previous;
  Vector previous2;

  HWY_INLINE ColumnPole(const float* state, std::size_t stride)
      : previous(hn::LoadU(Floats(), state)), previous2(hn::LoadU(Floats(), state + stride)) {}
  HWY_INLINE void save(float* state, std::size_t stride) const {
    hn::StoreU(previous, Floats(), state);
    hn::StoreU(previous2, Floats(), state + stride);
  }

  HWY_INLINE Vector step(const Pole& pole, Vector sum) {
    const Floats d;
    const Vector carried = fused_negative(hn::Set(d, pole.d1), previous, hn::Neg(previous2));
    const Vector y = fused(hn::Set(d, pole.n2), sum, carried);
    previous2 = previous;
    previous = y;
    return y;
  }
};

/// Stores the strip's rows of a chunk in the ring, and filters along columns.
HWY_INLINE void blur_along_columns(const Strip& strip,
                                   std::size_t signal,
                                   const Chunk& chunk,
                                   const FilteredRows& rows,
                                   Blurred& out) {
  const Floats d;
  const std::size_t stride = strip.blur.stride;
  float* const ring = strip.blur.ring + signal * k_ring_rows * stride + chunk.begin;
  float* const recursion = strip.blur.recursion + signal * 2 * k_poles * stride + chunk.begin;
  // an output takes the rows k_trail above it and k_lead below it
  const std::size_t bottom = strip.index % 3 * k_strip_rows;
  const std::size_t top = bottom + k_ring_rows - static_cast<std::size_t>(k_trail + k_lead);
  std::array<float*, k_strip_rows> below;
  std::array<const float*, k_strip_rows> above;
  for (std::size_t r = 0; r < k_strip_rows; ++r) {
    below[r] = ring + (bottom + r) * stride;
    above[r] = ring + (top + r) % k_ring_rows * stride;
  }

  for (std::size_t x = 0; x < chunk.columns; x += 8) {
    transpose_8x8([&](std::size_t i) { return rows.samples.data() + (x + i) * 8; },
                  [&](std::size_t i) { return below[i] + x; });
  }
  for (std::size_t x = 0; x < chunk.columns; x += k_lanes) {
    ColumnPole pole0(recursion + x, stride);
    ColumnPole pole1(recursion + 2 * stride + x, stride);
    ColumnPole pole2(recursion + 4 * stride + x, stride);
    for (std::size_t r = 0; r < k_strip_rows; ++r) {
      const Vector sum = hn::Add(hn::LoadU(d, above[r] + x), hn::LoadU(d, below[r] + x));
      const Vector y0 = pole0.step(k_gaussian[0], sum);
      const Vector y1 = pole1.step(k_gaussian[1], sum);
      const Vector y2 = pole2.step(k_gaussian[2], sum);
      hn::Store(hn::Add(y0, hn::Add(y1, y2)), d, out.samples.data() + r * k_chunk_columns + x);
    }
    pole0.save(recursion + x, stride);
    pole1.save(recursion + 2 * stride + x, stride);
    pole2.save(recursion + 4 * stride + x, stride);
  }
}

}  // namespace pixmill::ssimulacra2::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
