// In which scans one component's AC coefficients take the fewest bits, by dynamic programming over
// the sizes of bands. For each band and lowest bit, the cheapest of: one first scan; all of it down
// to the bit above, then one refinement; two parts, each in its cheapest way.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/codec/jpeg/nonzero_list.h"
#include "engine/codec/jpeg/scans/band_sizes.h"
#include "engine/codec/jpeg/scans/scan_script.h"

namespace pixmill::jpeg {

class BandPlan {
 public:
  /// `by_bit`, not empty: the coefficients as they are down to the lowest bit 0, 1 and so on. No
  /// bit beyond these is left to a refinement.
  BandPlan(const std::vector<NonzeroList>& by_bit, const Cuts& cuts);

  std::uint64_t bits() const { return best_.front().bits.at(0, last_cut_); }

  /// Refinements after what they refine.
  ScanScript script(int component) const;

 private:
  /// How a band is best sent down to a bit.
  struct Best {
    explicit Best(std::size_t cuts) : bits(cuts), way(cuts) {}
    BandSizes bits;
    BandSizes way;  ///< k_first, k_refined or the cut between two parts
  };
  static constexpr std::uint64_t k_first = 100;
  static constexpr std::uint64_t k_refined = 101;

  /// Down to `bit`, `refined` from the bit above.
  Best solve(const BandSizes& first, const Best* above, const BandSizes* refined) const;
  void append(std::size_t bit, std::size_t from, std::size_t to, ScanScript& out) const;

  Cuts cuts_;
  std::size_t last_cut_;
  std::vector<Best> best_;  ///< by lowest bit
};

}  // namespace pixmill::jpeg
