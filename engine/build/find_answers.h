// What a plan's images would become, told without writing any of them: from the cache, or worked
// out and then remembered there, so that a later build or optimize finds it done.
#pragma once

#include <vector>

#include "engine/build/build.h"
#include "engine/build/plan.h"
#include "engine/build/summary.h"

namespace pixmill {

/// The output that an image would have.
struct FoundAnswer {
  std::size_t image = 0;  ///< index into Plan::images
  BlobRef output;         ///< the source's own content where it would stay as it is
  Origin origin = Origin::hit;
};

struct FoundAnswers {
  std::vector<FoundAnswer> answers;   ///< in order of `image`
  std::vector<ImageReport> failures;  ///< sorted by source
  Counters counters;
  bool complete = true;  ///< false if it was stopped before every image had its turn
};

/// Tells the reporter of each, as it is found.
FoundAnswers find_answers(Plan& plan, const RunOptions& options, const Surroundings& around);

}  // namespace pixmill
