// How much is tried before the one strong compression. A trial costs nearly as much as a final
// stream, so which ones pay was measured; see effort.cpp for the numbers.
#pragma once

#include <cstddef>
#include <span>

#include "engine/codec/png/filter_strategy.h"

namespace pixmill::png {

struct Effort {
  /// libdeflate's level of a trial.
  int trial_level = 1;
  /// A trial looks at bands of rows, spread over the picture, of about so many bytes together.
  std::size_t trial_bytes = 0;
  /// Tried in this order: the first on each form, the others on those that are near the best by
  /// then.
  std::span<const FilterStrategy> strategies;
  /// Tried on a form only if the last of `strategies` was the best on it.
  std::span<const FilterStrategy> refinements;
  /// So many of the best of the trials are compressed for good; the smallest wins.
  std::size_t finalists = 1;
};

/// By PngSettings::level.
Effort effort_of(int level);

}  // namespace pixmill::png
