// Pictures that another process is working on: it is cheaper to wait for its result than to make it
// again, but never certain that one will come.
//
// Nobody waits while holding a claim (the caller stores what it has first), so no two processes can
// wait for each other; a process that dies loses its claims at once; and one that is stopped or
// very slow is waited for only so long.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "engine/build/build.h"
#include "engine/build/plan.h"

namespace pixmill {

class AwaitedResults {
 public:
  AwaitedResults(const Plan& plan, const RunOptions& options, const Surroundings& around)
      : plan_(plan), options_(options), around_(around) {}

  void add(std::size_t image) { waiting_.push_back(image); }
  bool empty() const { return waiting_.empty(); }

  /// Indexes into Plan::images.
  struct Turn {
    std::vector<std::size_t> stored;  ///< by the other process
    std::vector<std::size_t> ours;    ///< claimed now, for whoever had them gave them up
    /// Waited for in vain: to be made without a claim.
    std::vector<std::size_t> given_up;
  };
  /// Waits until something can be said of at least one, or the run is to stop.
  Turn await();

 private:
  bool is_stopped() const { return options_.stop && options_.stop->load(); }

  const Plan& plan_;
  const RunOptions& options_;
  const Surroundings& around_;
  std::vector<std::size_t> waiting_;
};

/// What a run does with misses; indexes into Plan::images.
struct MissSteps {
  /// Works them out, claiming each first if there are claims, and adds those that another process
  /// has to the awaited ones. False if it was stopped.
  std::function<bool(const std::vector<std::size_t>& misses, ResultStore* claims)> work_out;
  /// Stores what was worked out so far: with its results the claims go that others may wait for.
  std::function<void()> store;
  /// Takes what another process stored. False if the cache cannot give it after all.
  std::function<bool(std::size_t image)> take_stored;
};

/// First what nobody else is working on, then, as it comes, what others were. False if it was
/// stopped before every miss had its turn.
bool work_beside_others(const std::vector<std::size_t>& misses,
                        AwaitedResults& awaited,
                        ResultStore& claims,
                        const MissSteps& steps);

/// The same for one picture: `stored`, or `ours` (claimed, or waited for in vain).
Claim await_claim(const ActionKey& key, const RunOptions& options, const Surroundings& around);

}  // namespace pixmill
