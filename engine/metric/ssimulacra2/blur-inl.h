// The recursive Gaussian over a strip: along rows with a row to a lane, then along columns with a
// column to a lane. Included once for each target; see kernels.cpp.
#if defined(PIXMILL_SSIMULACRA2_BLUR_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef PIXMILL_SSIMULACRA2_BLUR_INL
#undef PIXMILL_SSIMULACRA2_BLUR_INL
#else
#define PIXMILL_SSIMULACRA2_BLUR_INL
#endif

#include <algorithm>
#include <array>
#include <cstddef>

#include "engine/metric/ssimulacra2/kernels.h"
#include "engine/metric/ssimulacra2/vector-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pixmill::ssimulacra2::HWY_NAMESPACE {

/// Columns of a strip that are filtered in one go.
struct Chunk {
  std::size_t begin = 0;
  std::size_t columns = 0;  ///< a multiple of eight; the last may lie right of the picture
};

/// Calls `body` for each chunk of a strip, from the left.
template <class Body>
HWY_INLINE void for_each_chunk(std::size_t width, const Body& body) {
  for (std::size_t begin = 0; begin < width; begin += k_chunk_columns) {
    const std::size_t columns = std::min(k_chunk_columns, width - begin);
    body(Chunk{begin, (columns + 7) / 8 * 8});
  }
}

/// A chunk of eight rows with eight columns more on either side, transposed: a column's eight
/// samples lie side by side.
class Window {
 public:
  /// Moves on to `chunk`, which follows the one before (or is the first).
  HWY_INLINE void advance(const StripRows& rows, const Chunk& chunk) {
    if (chunk.begin == 0) {
      std::fill_n(samples_.begin(), 8 * 8, 0.0f);
      load(rows, 0, 8);
    } else {
      std::copy_n(samples_.begin() + k_chunk_columns * 8, 16 * 8, samples_.begin());
    }
    for (std::size_t i = 0; i < chunk.columns; i += 8) load(rows, chunk.begin + 8 + i, 16 + i);
  }

  /// The samples of the chunk's column `i`, from -8 to before columns + 8, in the lanes from
  /// `lane`.
  HWY_INLINE Vector at(std::ptrdiff_t i, std::size_t lane) const {
    return hn::Load(Floats(), samples_.data() + (i + 8) * 8 + static_cast<std::ptrdiff_t>(lane));
  }

 private:
  HWY_INLINE void load(const StripRows& rows, std::size_t column, std::size_t slot) {
    transpose_8x8([&](std::size_t i) { return rows[i] + column; },
                  [&](std::size_t i) { return samples_.data() + (slot + i) * 8; });
  }

  HWY_ALIGN std::array<float, (k_chunk_columns + 16) * 8> samples_;
};

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
