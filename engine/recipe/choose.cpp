#include "engine/recipe/choose.h"

namespace pixmill {

namespace {

template <class Eligible>
std::optional<std::size_t> smallest_where(std::span<const Candidate> candidates,
                                          Eligible eligible) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!eligible(candidates[i])) continue;
    if (!best || candidates[i].bytes.size() < candidates[*best].bytes.size()) best = i;
  }
  return best;
}

}  // namespace

std::optional<std::size_t> choose(std::span<const Candidate> candidates,
                                  std::uint64_t original_size_bytes,
                                  double keep_below) {
  return smallest_where(candidates, [&](const Candidate& candidate) {
    const double share = candidate.lossless ? 1.0 : keep_below;
    return static_cast<double>(candidate.bytes.size()) <
           static_cast<double>(original_size_bytes) * share;
  });
}

std::optional<std::size_t> smallest(std::span<const Candidate> candidates) {
  return smallest_where(candidates, [](const Candidate&) { return true; });
}

}  // namespace pixmill
