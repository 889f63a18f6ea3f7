#include "engine/codec/png/effort.h"

#include <array>

namespace pixmill::png {

namespace {

constexpr std::array k_quick = {FilterStrategy::none, FilterStrategy::bigrams};
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
  if (level >= 12) return {7, std::size_t{8} << 20, k_thorough, 2};
  return {1, std::size_t{256} << 10, k_quick, 1};
}

}  // namespace pixmill::png
