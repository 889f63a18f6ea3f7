#include "engine/metric/ssimulacra2/candidate_walk.h"

#include <algorithm>

namespace pixmill::ssimulacra2 {
namespace {

/// Mean, square and product with the source.
constexpr std::size_t k_signals = 3;

XybStrip strip_rows(CandidateRows& candidate, const ScalePlan& scale, std::size_t index) {
  XybStrip rows{};
  for (std::size_t c = 0; c < k_channels; ++c) {
    if (scale.maps[c] == Maps::none) continue;
    for (std::size_t r = 0; r < k_strip_rows; ++r) {
      const std::size_t y = index * k_strip_rows + r;
      if (y < scale.height) rows[c][r] = candidate.row(c, y);
    }
  }
  return rows;
}

/// The kernel's argument for one channel of a strip.
ComparisonStrip comparison_strip(const ScalePlan& scale,
                                 const SourceChannel& source,
                                 std::size_t channel,
                                 std::size_t index,
                                 CandidateMemory& memory) {
  ComparisonStrip strip{memory.blur.strip(scale, channel, index), {}, {}, {}, {}, {}, {}, {}};
  strip.maps = scale.maps[channel];
  for (std::size_t r = 0; r < k_strip_rows; ++r) {
    const std::size_t y = index * k_strip_rows + r;
    const bool is_inside = y < scale.height;
    strip.source_in[r] = is_inside ? source.value.row(y) : memory.blur.zeros();
    strip.candidate_in[r] = is_inside ? memory.rows.row(channel, y) : memory.blur.zeros();
  }
  for (std::size_t r = strip.begin; r < strip.end; ++r) {
    const std::size_t y = row_out(index, r);
    strip.source[r] = source.value.row(y);
    strip.candidate[r] = memory.rows.row(channel, y);
    strip.mean[r] = source.mean.row(y);
    strip.variance[r] = source.variance.row(y);
  }
  return strip;
}

}  // namespace

CandidateRows::CandidateRows(const std::vector<ScalePlan>& plan, PlaneArena& arena) {
  for (Plane& rows : rows_) {
    rows = arena.allocate(row_stride(plan[0].width), 2 * k_strip_rows);
  }
}

CandidateMemory::CandidateMemory(const std::vector<ScalePlan>& plan,
                                 const Kernels& kernels,
                                 PlaneArena& arena)
    : walk(plan, kernels, arena), blur(plan, k_signals, arena), rows(plan, arena) {}

std::vector<ScaleSums> compare_with(const PreparedSource& source,
                                    const std::vector<ScalePlan>& plan,
                                    const Kernels& kernels,
                                    CandidateMemory& memory) {
  std::vector<ScaleSums> sums(plan.size());
  for (std::size_t scale = 0; scale < plan.size(); ++scale) {
    if (!plan[scale].is_needed()) continue;
    memory.blur.begin_scale(plan[scale]);
    for (std::size_t index = 0; index < strip_count(plan[scale].height); ++index) {
      memory.walk.read_strip(scale, index, strip_rows(memory.rows, plan[scale], index));
      for (std::size_t c = 0; c < k_channels; ++c) {
        if (plan[scale].maps[c] == Maps::none) continue;
        kernels.compare(comparison_strip(plan[scale], source.channel(scale, c), c, index, memory),
                        sums[scale][c]);
      }
    }
  }
  return sums;
}

}  // namespace pixmill::ssimulacra2
