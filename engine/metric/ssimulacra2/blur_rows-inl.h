// The recursive Gaussian along the rows of a strip: a row to a lane.
// Included once for each target; see kernels.cpp.
#if defined(PIXMILL_SSIMULACRA2_BLUR_ROWS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef PIXMILL_SSIMULACRA2_BLUR_ROWS_INL
#undef PIXMILL_SSIMULACRA2_BLUR_ROWS_INL
#else
#define PIXMILL_SSIMULACRA2_BLUR_ROWS_INL
#endif

#include <algorithm>
#include <array>
#include <cstddef>

#include "engine/metric/ssimulacra2/kernels.h"
#include "engine/metric/ssimulacra2/vector-inl.h"
#include "engine/metric/ssimulacra2/window-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pixmill::ssimulacra2::HWY_NAMESPACE {

/// The recursion along rows between two chunks: y[n - 1] and y[n - 2] of each pole, by row.
struct RowState {
  HWY_ALIGN std::array<float, 2 * k_poles * 8> values{};
};

/// Four columns after one another. Named members, not an array: those the compiler keeps in
/// registers.
struct Four {
  Vector v0;
  Vector v1;
  Vector v2;
  Vector v3;
};

/// One pole of the recursion along rows.
struct RowPole {
  Vector previous;
  Vector previous2;

  HWY_INLINE explicit RowPole(const float* state)
      : previous(hn::Load(Floats(), state)), previous2(hn::Load(Floats(), state + 8)) {}
  HWY_INLINE void save(float* state) const {
    hn::Store(previous, Floats(), state);
    hn::Store(previous2, Floats(), state + 8);
  }

  /// The next output.
  HWY_INLINE Vector step(const Pole& pole, Vector sum) {
    const Vector y = recur(pole, 0, hn::Mul(sum, hn::Set(Floats(), pole.in[0])));
    previous2 = previous;
    previous = y;
    return y;
  }

  /// The next four outputs at once: the reference's unrolled form, which rounds differently.
  HWY_INLINE Four step_4(const Pole& pole, const Four& sums) {
    const Floats d;
    const Vector in0 = hn::Set(d, pole.in[0]);
    const Vector in1 = hn::Set(d, pole.in[1]);
    const Vector in2 = hn::Set(d, pole.in[2]);
    const Vector in3 = hn::Set(d, pole.in[3]);
    Four y;
    y.v0 = recur(pole, 0, hn::Mul(sums.v0, in0));
    y.v1 = recur(pole, 1, fused(in0, sums.v1, hn::Mul(sums.v0, in1)));
    y.v2 = recur(pole, 2, fused(in0, sums.v2, fused(in1, sums.v1, hn::Mul(sums.v0, in2))));
    y.v3 = fused(in2, sums.v1, hn::Mul(sums.v0, in3));
    y.v3 = recur(pole, 3, fused(in0, sums.v3, fused(in1, sums.v2, y.v3)));
    previous2 = y.v2;
    previous = y.v3;
    return y;
  }

 private:
  /// Output j of four, from the part of the inputs.
  HWY_INLINE Vector recur(const Pole& pole, std::size_t j, Vector inputs) const {
    const Floats d;
    const Vector older = fused(hn::Set(d, pole.previous2[j]), previous2, inputs);
    return fused(hn::Set(d, pole.previous[j]), previous, older);
  }
};

/// One vector of rows on its way through a chunk.
class RowRecursion {
 public:
  HWY_INLINE explicit RowRecursion(const float* state)
      : pole0_(state), pole1_(state + 16), pole2_(state + 32) {}
  HWY_INLINE void save(float* state) const {
    pole0_.save(state);
    pole1_.save(state + 16);
    pole2_.save(state + 32);
  }

  HWY_INLINE Vector step(Vector sum) {
    const Vector y0 = pole0_.step(k_gaussian[0], sum);
    const Vector y1 = pole1_.step(k_gaussian[1], sum);
    const Vector y2 = pole2_.step(k_gaussian[2], sum);
    return hn::Add(y0, hn::Add(y1, y2));
  }
  HWY_INLINE Four step_4(const Four& sums) {
    const Four y1 = pole1_.step_4(k_gaussian[1], sums);
    const Four y2 = pole2_.step_4(k_gaussian[2], sums);
    const Four y = added(y1, y2);
    return added(pole0_.step_4(k_gaussian[0], sums), y);
  }

 private:
  static HWY_INLINE Four added(const Four& a, const Four& b) {
    return {hn::Add(a.v0, b.v0), hn::Add(a.v1, b.v1), hn::Add(a.v2, b.v2), hn::Add(a.v3, b.v3)};
  }

  RowPole pole0_;
  RowPole pole1_;
  RowPole pole2_;
};

/// A chunk filtered along rows, transposed.
struct FilteredRows {
  HWY_ALIGN std::array<float, k_chunk_columns * 8> samples;
};

/// Filters `signal(i, lane)`, a signal's samples at column i of the chunk, along rows.
template <class Signal>
HWY_INLINE void blur_along_rows(const Signal& signal,
                                const Chunk& chunk,
                                std::size_t width,
                                RowState& state,
                                FilteredRows& out) {
  const Floats d;
  const auto columns = static_cast<std::ptrdiff_t>(chunk.columns);
  // the unrolled form is used from column 8 on, while all its inputs lie in the picture
  const std::ptrdiff_t unrolled_begin = chunk.begin == 0 ? 8 : 0;
  const auto unrolled_end = static_cast<std::ptrdiff_t>(width) -
                            static_cast<std::ptrdiff_t>(chunk.begin) - (k_radius + 3);

  for (std::size_t lane = 0; lane < 8; lane += k_lanes) {
    const auto sum = [&](std::ptrdiff_t i) {
      return hn::Add(signal(i - k_trail, lane), signal(i + k_lead, lane));
    };
    float* const column = out.samples.data() + lane;
    RowRecursion recursion(state.values.data() + lane);
    if (chunk.begin == 0) {
      for (std::ptrdiff_t i = 0; i < k_lead; ++i) recursion.step(signal(i, lane));
    }
    std::ptrdiff_t i = 0;
    for (; i < std::min(unrolled_begin, columns); ++i) {
      hn::Store(recursion.step(sum(i)), d, column + i * 8);
    }
    for (; i < std::min(unrolled_end + 1, columns); i += 4) {
      const Four y = recursion.step_4({sum(i), sum(i + 1), sum(i + 2), sum(i + 3)});
      hn::Store(y.v0, d, column + i * 8);
      hn::Store(y.v1, d, column + i * 8 + 8);
      hn::Store(y.v2, d, column + i * 8 + 16);
      hn::Store(y.v3, d, column + i * 8 + 24);
    }
    for (; i < columns; ++i) hn::Store(recursion.step(sum(i)), d, column + i * 8);
    recursion.save(state.values.data() + lane);
  }
}

}  // namespace pixmill::ssimulacra2::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
