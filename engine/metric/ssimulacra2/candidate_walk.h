// A candidate compared with a prepared source: strip by strip, so that of the candidate only a few
// rows are in memory, and its error maps never are.
#pragma once

#include <array>
#include <vector>

#include "engine/metric/ssimulacra2/kernels.h"
#include "engine/metric/ssimulacra2/plane.h"
#include "engine/metric/ssimulacra2/prepared_source.h"
#include "engine/metric/ssimulacra2/strip_walk.h"
#include "engine/metric/ssimulacra2/sub_scores.h"
#include "engine/metric/ssimulacra2/xyb_walk.h"

namespace pixmill::ssimulacra2 {

/// The candidate's last two strips of each channel: blurred rows come out of the older one.
class CandidateRows {
 public:
  CandidateRows(const std::vector<ScalePlan>& plan, PlaneArena& arena);

  /// Row `y` of a channel, while it is one of the last 16.
  float* row(std::size_t channel, std::size_t y) {
    return rows_[channel].row(y % (2 * k_strip_rows));
  }

 private:
  std::array<Plane, k_channels> rows_;
};

/// Everything that comparing needs beside the source, allocated once for all candidates.
struct CandidateMemory {
  CandidateMemory(const std::vector<ScalePlan>& plan, const Kernels& kernels, PlaneArena& arena);

  XybWalk walk;  ///< serves the source first
  BlurMemory blur;
  CandidateRows rows;
};

/// The sums of the planned maps between `source` and the picture at whose beginning memory.walk
/// stands.
std::vector<ScaleSums> compare_with(const PreparedSource& source,
                                    const std::vector<ScalePlan>& plan,
                                    const Kernels& kernels,
                                    CandidateMemory& memory);

}  // namespace pixmill::ssimulacra2
