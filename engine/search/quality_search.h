// Finding the lowest quality whose score is good enough, knowing nothing of what is scored.
//
// A search asks for scores through a function, because each costs an encoding; how it spends them
// is the search's whole difference from another, so each search is one function here.
#pragma once

#include <functional>
#include <vector>

#include "engine/base/result.h"

namespace pixmill {

/// One quality that was tried, and what it scored.
struct Probe {
  int quality = 0;
  double score = 0;
};

/// Both ends included.
struct QualityRange {
  int low = 0;
  int high = 0;
};

struct QualityChoice {
  int quality = 0;
  double score = 0;
  std::vector<Probe> probes;  ///< in the order tried, no quality twice
};

using ScoreAt = std::function<Result<double>(int quality)>;
using GoodEnough = std::function<bool(double score)>;

/// The bisection of optimize-images, whose choices it reproduces: floor(log2(high - low)) + 1
/// rounds; the last quality that was good enough wins, and `high` if none was. Scores are taken to
/// grow with quality. It looks at `high` itself only when nothing below is good enough, and then
/// takes it whatever it scores. Fails only as `score_at` does.
Result<QualityChoice> bisect_quality(QualityRange range,
                                     const ScoreAt& score_at,
                                     const GoodEnough& good_enough);

}  // namespace pixmill
