// The inner loops of SSIMULACRA2, compiled for several instruction sets: AVX2 with FMA, NEON, and a
// portable scalar form. All give the same bits: every step is an IEEE operation on its own element,
// fused multiply-adds are exact on each (emulated where the CPU has none), and sums run over eight
// fixed lanes. Highway's headers alone are used; choosing at run time is done here, so that the
// program needs no further shared library.
#pragma once

#include <array>
#include <cstddef>

#include "engine/metric/ssimulacra2/recursive_gaussian.h"
#include "engine/metric/ssimulacra2/sub_scores.h"

namespace pixmill::ssimulacra2 {

/// Pictures are worked through in strips of eight rows: the filter along rows takes a strip's rows
/// as the lanes of a vector.
inline constexpr std::size_t k_strip_rows = 8;
/// Within a strip, columns are taken in chunks whose working set fits the first-level cache.
inline constexpr std::size_t k_chunk_columns = 64;
/// Blurred rows that the filter along columns looks back on: three strips.
inline constexpr std::size_t k_ring_rows = 3 * k_strip_rows;
/// Floats that a row of `width` samples takes: whole vectors, and as many more as filters look
/// ahead.
constexpr std::size_t row_stride(std::size_t width) {
  return (width + 15) / 16 * 16 + 16;
}

using StripRows = std::array<const float*, k_strip_rows>;

/// One row of linear light and where its X, Y and B go; a null plane is not wanted.
/// Here and below, whole vectors are read and written: up to the next multiple of eight samples.
struct ColourRow {
  std::array<const float*, 3> linear;
  std::array<float*, k_channels> xyb;
  std::size_t width = 0;
};

/// Two rows of one colour and the row of their 2x2 means, `width` (of the output) samples.
struct HalvedRow {
  const float* top = nullptr;
  const float* bottom = nullptr;
  float* out = nullptr;
  std::size_t width = 0;
};

/// What the filter along columns carries from strip to strip, for up to three signals: the last
/// rows filtered along rows, and the recursion's state for each column. Zero before the first
/// strip.
struct BlurState {
  float* ring = nullptr;       ///< [signal][k_ring_rows][stride]
  float* recursion = nullptr;  ///< [signal][2 * k_poles][stride]
  std::size_t stride = 0;
};

/// Eight rows going in, and the eight rows, k_lead further up, that come out.
struct Strip {
  std::size_t index = 0;  ///< the first row going in, over eight
  std::size_t width = 0;
  /// of the rows coming out, those from `begin` to before `end` lie in the picture
  std::size_t begin = 0;
  std::size_t end = 0;
  BlurState blur;
};

/// A strip of the source: its local means and variances are kept for all candidates.
struct SourceStrip : Strip {
  StripRows in{};  ///< zero right of the picture, and below it
  std::array<float*, k_strip_rows> mean{};
  std::array<float*, k_strip_rows> variance{};
};

/// A strip of source and candidate, and what is known of the rows that come out.
struct ComparisonStrip : Strip {
  StripRows source_in{};
  StripRows candidate_in{};
  StripRows source{};
  StripRows candidate{};
  StripRows mean{};
  StripRows variance{};
  Maps maps = Maps::none;
};

struct Kernels {
  void (*to_xyb)(const ColourRow&);
  void (*halve)(const HalvedRow&);
  void (*prepare_source)(const SourceStrip&);
  void (*compare)(const ComparisonStrip&, MapSums& sums);
};

/// The fastest that this CPU runs.
const Kernels& best_kernels();
/// The scalar form, which runs on every CPU; for tests.
const Kernels& portable_kernels();

}  // namespace pixmill::ssimulacra2
