#include "engine/codec/png/effort.h"

#include <array>

namespace pixmill::png {

namespace {

// Measured on 149 screenshots (2.88 MB) and 14 wallpapers (14.0 MB), final level 10. On the first,
// none alone saves 12.8 %, with bigrams 17.0 %, with up 17.15 %, with all eight 17.15 % at half as
// much CPU again. On the second, entropy adds 1.0 points to bigrams. Bands of 64 KiB lose a point
// against 256 KiB, and a trial over everything at level 7 gains nothing that can be measured.
constexpr std::array k_fast = {FilterStrategy::none, FilterStrategy::up};
constexpr std::array k_usual = {FilterStrategy::none, FilterStrategy::up, FilterStrategy::bigrams};
constexpr std::array k_usual_refinements = {FilterStrategy::entropy};
constexpr std::array k_thorough = {FilterStrategy::none,
                                   FilterStrategy::sub,
                                   FilterStrategy::up,
                                   FilterStrategy::average,
                                   FilterStrategy::paeth,
                                   FilterStrategy::min_sum,
                                   FilterStrategy::entropy,
                                   FilterStrategy::bigrams};

}  // namespace

Effort effort_of(int level) {
  if (level >= 12) return {7, std::size_t{8} << 20, k_thorough, {}, 2};
  if (level <= 3) return {1, std::size_t{64} << 10, k_fast, {}, 1};
  return {1, std::size_t{256} << 10, k_usual, k_usual_refinements, 1};
}

}  // namespace pixmill::png
