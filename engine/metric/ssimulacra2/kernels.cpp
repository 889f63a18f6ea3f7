// This file is compiled once for each target: foreach_target.h includes it again and again.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/metric/ssimulacra2/kernels.cpp"
#include "engine/base/kernel_targets.h"
// in this order
#include <hwy/foreach_target.h>
// and then
#include <hwy/highway.h>

#include "engine/metric/ssimulacra2/blur_columns-inl.h"
#include "engine/metric/ssimulacra2/blur_rows-inl.h"
#include "engine/metric/ssimulacra2/colour-inl.h"
#include "engine/metric/ssimulacra2/kernels.h"
#include "engine/metric/ssimulacra2/maps-inl.h"
#include "engine/metric/ssimulacra2/window-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pixmill::ssimulacra2::HWY_NAMESPACE {

/// Stores the means and variances of one chunk of the source.
HWY_INLINE void store_statistics(const SourceStrip& strip,
                                 const Chunk& chunk,
                                 const Blurred& mean,
                                 const Blurred& square) {
  const Floats d;
  for (std::size_t r = strip.begin; r < strip.end; ++r) {
    for (std::size_t i = 0; i < chunk.columns; i += k_lanes) {
      const Vector m = hn::Load(d, mean.row(r) + i);
      const Vector variance = hn::Sub(hn::Load(d, square.row(r) + i), hn::Mul(m, m));
      hn::StoreU(m, d, strip.mean[r] + chunk.begin + i);
      hn::StoreU(variance, d, strip.variance[r] + chunk.begin + i);
    }
  }
}

void prepare_source(const SourceStrip& strip) {
  Window a;
  std::array<RowState, 2> states;
  FilteredRows rows;
  Blurred mean;
  Blurred square;
  for_each_chunk(strip.width, [&](const Chunk& chunk) {
    a.advance(strip.in, chunk);
    const auto plain = [&](std::ptrdiff_t i, std::size_t lane) { return a.at(i, lane); };
    const auto squared = [&](std::ptrdiff_t i, std::size_t lane) {
      return hn::Mul(a.at(i, lane), a.at(i, lane));
    };
    blur_along_rows(plain, chunk, strip.width, states[0], rows);
    blur_along_columns(strip, 0, chunk, rows, mean);
    blur_along_rows(squared, chunk, strip.width, states[1], rows);
    blur_along_columns(strip, 1, chunk, rows, square);
    store_statistics(strip, chunk, mean, square);
  });
}

void compare(const ComparisonStrip& strip, MapSums& sums) {
  Window a;
  Window b;
  std::array<RowState, 3> states;
  FilteredRows rows;
  CandidateChunk candidate;
  for_each_chunk(strip.width, [&](const Chunk& chunk) {
    a.advance(strip.source_in, chunk);
    b.advance(strip.candidate_in, chunk);
    const auto plain = [&](std::ptrdiff_t i, std::size_t lane) { return b.at(i, lane); };
    const auto squared = [&](std::ptrdiff_t i, std::size_t lane) {
      return hn::Mul(b.at(i, lane), b.at(i, lane));
    };
    const auto product = [&](std::ptrdiff_t i, std::size_t lane) {
      return hn::Mul(a.at(i, lane), b.at(i, lane));
    };
    blur_along_rows(plain, chunk, strip.width, states[0], rows);
    blur_along_columns(strip, 0, chunk, rows, candidate.mean);
    blur_along_rows(squared, chunk, strip.width, states[1], rows);
    blur_along_columns(strip, 1, chunk, rows, candidate.square);
    blur_along_rows(product, chunk, strip.width, states[2], rows);
    blur_along_columns(strip, 2, chunk, rows, candidate.product);
    add_structure(strip, chunk, candidate, sums);
    if (strip.maps == Maps::structure_and_edges) add_edges(strip, chunk, candidate, sums);
  });
}

/// This target's row of the table.
const Kernels& kernels() {
  static constexpr Kernels k_kernels = {to_xyb, halve, prepare_source, compare};
  return k_kernels;
}

}  // namespace pixmill::ssimulacra2::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "engine/base/kernel_choice.h"

namespace pixmill::ssimulacra2 {

const Kernels& portable_kernels() {
  return PIXMILL_PORTABLE(kernels());
}

const Kernels& best_kernels() {
  return PIXMILL_BEST(kernels());
}

}  // namespace pixmill::ssimulacra2
#endif
