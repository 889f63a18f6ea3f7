// A plan's misses while other processes may work on the same pictures: first what nobody else has,
// then, as it comes, what others had. What becomes of the answers is for run.h, which writes them,
// and find_answers.h, which only looks.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "engine/build/build.h"
#include "engine/build/plan.h"
#include "engine/build/work_out.h"

namespace pixmill {

/// What a run does with misses; images are indexes into Plan::images.
struct MissSteps {
  /// Takes an answer for its image and its followers; it is the one in `worked_out`.
  std::function<void(WorkedOut& worked_out, OptimizedImage& answer)> take;
  /// Takes an image without one; its refusal says why.
  std::function<void(std::size_t image)> fail;
  /// Stores what was worked out so far: with its results the claims go that others may wait for.
  std::function<void()> store;
  /// Takes what another process stored. False if the cache cannot give it after all.
  std::function<bool(std::size_t image)> take_stored;
  std::function<bool()> is_stopped;
};

/// A cache that is not trusted (RunOptions::check_restored) is not waited for. False if it was
/// stopped before every miss had its turn.
bool work_beside_others(Plan& plan,
                        const std::vector<std::size_t>& misses,
                        const RunOptions& options,
                        const Surroundings& around,
                        const MissSteps& steps);

}  // namespace pixmill
