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

/// One vector of rows on its way through a chunk.
class RowRecursion {
 public:
  HWY_INLINE explicit RowRecursion(const float* state) {
    const Floats d;
    for (std::size_t p = 0; p < k_poles; ++p) {
      previous_[p] = hn::Load(d, state + 16 * p);
      previous2_[p] = hn::Load(d, state + 16 * p + 8);
    }
  }
  HWY_INLINE void save(float* state) const {
    const Floats d;
    for (std::size_t p = 0; p < k_poles; ++p) {
      hn::Store(previous_[p], d, state + 16 * p);
      hn::Store(previous2_[p], d, state + 16 * p + 8);
    }
  }

  /// The next output.
  HWY_INLINE Vector step(Vector sum) {
    const Floats d;
    for (std::size_t p = 0; p < k_poles; ++p) {
      const Pole& pole = k_gaussian[p];
      const Vector older =
          fused(hn::Set(d, pole.previous2[0]), previous2_[p], hn::Mul(sum, hn::Set(d, pole.in[0])));
      const Vector y = fused(hn::Set(d, pole.previous[0]), previous_[p], older);
      previous2_[p] = previous_[p];
      previous_[p] = y;
    }
    return total(previous_);
  }

  /// The next four outputs at once: the reference's unrolled form, which rounds differently.
  HWY_INLINE void step_4(const std::array<Vector, 4>& sums, std::array<Vector, 4>& out) {
    std::array<std::array<Vector, k_poles>, 4> y;
    for (std::size_t p = 0; p < k_poles; ++p) {
      for (std::size_t j = 0; j < 4; ++j) y[j][p] = unrolled(k_gaussian[p], p, j, sums);
    }
    previous2_ = y[2];
    previous_ = y[3];
    for (std::size_t j = 0; j < 4; ++j) out[j] = total(y[j]);
  }

 private:
  HWY_INLINE Vector unrolled(const Pole& pole,
                             std::size_t p,
                             std::size_t j,
                             const std::array<Vector, 4>& sums) const {
    const Floats d;
    Vector y = hn::Mul(sums[0], hn::Set(d, pole.in[j]));
    for (std::size_t i = 1; i <= j; ++i) y = fused(hn::Set(d, pole.in[j - i]), sums[i], y);
    y = fused(hn::Set(d, pole.previous2[j]), previous2_[p], y);
    return fused(hn::Set(d, pole.previous[j]), previous_[p], y);
  }
  static HWY_INLINE Vector total(const std::array<Vector, k_poles>& y) {
    return hn::Add(y[0], hn::Add(y[1], y[2]));
  }

  std::array<Vector, k_poles> previous_;
  std::array<Vector, k_poles> previous2_;
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
      std::array<Vector, 4> y;
      recursion.step_4({sum(i), sum(i + 1), sum(i + 2), sum(i + 3)}, y);
      for (std::ptrdiff_t j = 0; j < 4; ++j) {
        hn::Store(y[static_cast<std::size_t>(j)], d, column + (i + j) * 8);
      }
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

/// One pole's step along columns; moves its state on.
HWY_INLINE Vector step_down(const Pole& pole, Vector sum, Vector& previous, Vector& previous2) {
  const Floats d;
  const Vector carried = fused_negative(hn::Set(d, pole.d1), previous, hn::Neg(previous2));
  const Vector y = fused(hn::Set(d, pole.n2), sum, carried);
  previous2 = previous;
  previous = y;
  return y;
}

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
  const std::size_t bottom = strip.index % 3 * k_strip_rows;
  // an output takes the rows k_trail above it and k_lead below it
  const std::size_t top = bottom + k_ring_rows - static_cast<std::size_t>(k_trail + k_lead);
  const auto ring_row = [&](std::size_t r) { return ring + r % k_ring_rows * stride; };

  for (std::size_t x = 0; x < chunk.columns; x += 8) {
    transpose_8x8([&](std::size_t i) { return rows.samples.data() + (x + i) * 8; },
                  [&](std::size_t i) { return ring_row(bottom + i) + x; });
  }
  for (std::size_t x = 0; x < chunk.columns; x += k_lanes) {
    std::array<Vector, k_poles> previous;
    std::array<Vector, k_poles> previous2;
    for (std::size_t p = 0; p < k_poles; ++p) {
      previous[p] = hn::LoadU(d, recursion + 2 * p * stride + x);
      previous2[p] = hn::LoadU(d, recursion + (2 * p + 1) * stride + x);
    }
    for (std::size_t r = 0; r < k_strip_rows; ++r) {
      const Vector sum =
          hn::Add(hn::LoadU(d, ring_row(top + r) + x), hn::LoadU(d, ring_row(bottom + r) + x));
      const Vector y0 = step_down(k_gaussian[0], sum, previous[0], previous2[0]);
      const Vector y1 = step_down(k_gaussian[1], sum, previous[1], previous2[1]);
      const Vector y2 = step_down(k_gaussian[2], sum, previous[2], previous2[2]);
      hn::Store(hn::Add(y0, hn::Add(y1, y2)), d, out.samples.data() + r * k_chunk_columns + x);
    }
    for (std::size_t p = 0; p < k_poles; ++p) {
      hn::StoreU(previous[p], d, recursion + 2 * p * stride + x);
      hn::StoreU(previous2[p], d, recursion + (2 * p + 1) * stride + x);
    }
  }
}

}  // namespace pixmill::ssimulacra2::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
