// Finding the lowest quality that reaches a score with as few encodings as can be: scores of
// natural pictures lie close to a straight line when the square root of the quantiser's scale is
// set against the square root of what is missing to 100, so two probes tell where a third should
// go (measured on 79 pictures: rms error 0.47 of a score over a bracket of 12 qualities).
#pragma once

#include "engine/search/quality_search.h"

namespace pixmill {

struct InterpolationGoal {
  QualityRange range;
  double target = 75;  ///< a score where 100 is the source itself
  /// A score in [target - below, target + above] ends the search.
  double below = 0;
  double above = 0.8;
  int first = 75;      ///< where to look first
  double slope = 5.0;  ///< of that line, before two probes tell it: a median over pictures
  int max_probes = 6;
};

struct InterpolatedChoice {
  QualityChoice choice;
  bool reached = false;  ///< the score is at least target - below
  double slope = 0;      ///< of the line as it is known by now, within what pictures have
};

/// Where a picture that has this probe on its line is likely to score `wanted`; 1 to 100.
int quality_for(const Probe& probe, double slope, double wanted);

/// The lowest quality tried that reached target - below; if none did, the range's highest, which
/// was tried then. Scores need not grow with quality everywhere. Fails only as `score_at` does.
Result<InterpolatedChoice> interpolate_quality(const InterpolationGoal& goal,
                                               const ScoreAt& score_at);

}  // namespace pixmill
