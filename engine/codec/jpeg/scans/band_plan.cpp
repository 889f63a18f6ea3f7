#include "engine/codec/jpeg/scans/band_plan.h"

#include <utility>

namespace pixmill::jpeg {

BandPlan::BandPlan(const std::vector<NonzeroList>& by_bit, const Cuts& cuts)
    : cuts_(cuts), last_cut_(cuts.size() - 1) {
  best_.assign(by_bit.size(), Best(cuts.size()));
  for (std::size_t bit = by_bit.size(); bit-- > 0;) {
    const BandSizes first = first_scan_sizes(by_bit[bit], cuts);
    if (bit + 1 == by_bit.size()) {
      best_[bit] = solve(first, nullptr, nullptr);
    } else {
      const BandSizes refined = refinement_sizes(by_bit[bit], cuts);
      best_[bit] = solve(first, &best_[bit + 1], &refined);
    }
  }
}

ScanScript BandPlan::script(int component) const {
  ScanScript out;
  append(0, 0, last_cut_, out);
  for (Scan& scan : out) scan.components = {component};
  return out;
}

BandPlan::Best BandPlan::solve(const BandSizes& first,
                               const Best* above,
                               const BandSizes* refined) const {
  Best best(cuts_.size());
  const auto solve_band = [&](std::size_t from, std::size_t to) {
    std::uint64_t least = first.at(from, to);
    std::uint64_t way = k_first;
    const auto offer = [&](std::uint64_t bits, std::uint64_t how) {
      if (bits >= least) return;
      least = bits;
      way = how;
    };
    if (above) offer(above->bits.at(from, to) + refined->at(from, to), k_refined);
    for (std::size_t cut = from + 1; cut < to; ++cut) {
      offer(best.bits.at(from, cut) + best.bits.at(cut, to), cut);
    }
    best.bits.at(from, to) = least;
    best.way.at(from, to) = way;
  };
  for (std::size_t length = 1; length <= last_cut_; ++length) {
    for (std::size_t from = 0; from + length <= last_cut_; ++from) {
      solve_band(from, from + length);
    }
  }
  return best;
}

void BandPlan::append(std::size_t bit, std::size_t from, std::size_t to, ScanScript& out) const {
  const std::uint64_t way = best_[bit].way.at(from, to);
  if (way < k_first) {
    append(bit, from, way, out);
    append(bit, way, to, out);
    return;
  }
  const bool is_refined = way == k_refined;
  if (is_refined) append(bit + 1, from, to, out);
  const auto lowest = static_cast<int>(bit);
  out.push_back({{},
                 static_cast<int>(cuts_[from]),
                 static_cast<int>(cuts_[to]) - 1,
                 is_refined ? lowest + 1 : 0,
                 lowest});
}

}  // namespace pixmill::jpeg
