// What each AC scan that a component could have would take: over every band between two of a few
// cuts, as a first scan down to a bit and as the refinement of the bit below. Counted as libjpeg's
// encoder emits symbols (jcphuff.c; T.81, G.1.2.2 and G.1.2.3), in one pass for all bands: but for
// the first, a symbol is the same in every band that has its coefficient and the one before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/codec/jpeg/nonzero_list.h"

namespace pixmill::jpeg {

/// Where bands may start and end, in zigzag order: the first is 1, the last 64.
using Cuts = std::vector<std::size_t>;

/// Bits of the scan over [cuts[from], cuts[to]), its table and header included.
class BandSizes {
 public:
  explicit BandSizes(std::size_t cuts) : cuts_(cuts), bits_(cuts * cuts) {}
  std::uint64_t& at(std::size_t from, std::size_t to) { return bits_[from * cuts_ + to]; }
  std::uint64_t at(std::size_t from, std::size_t to) const { return bits_[from * cuts_ + to]; }

 private:
  std::size_t cuts_;
  std::vector<std::uint64_t> bits_;
};

/// First scans; the list has lost the bits that they do not send.
BandSizes first_scan_sizes(const NonzeroList& nonzeros, const Cuts& cuts);

/// Refinements of the lowest bit that the list has.
BandSizes refinement_sizes(const NonzeroList& nonzeros, const Cuts& cuts);

}  // namespace pixmill::jpeg
