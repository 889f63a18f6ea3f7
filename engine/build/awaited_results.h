// Pictures that another process is working on: it is cheaper to wait for its result than to make it
// again, but never certain that one will come.
//
// Nobody waits while holding a claim (the caller stores what it has first), so no two processes can
// wait for each other; a process that dies loses its claims at once; and one that is stopped or
// very slow is waited for only so long.
#pragma once

#include <cstddef>
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

/// For one picture alone: `stored`, or `ours` (claimed, or waited for in vain).
Claim await_claim(const ActionKey& key, const RunOptions& options, const Surroundings& around);

}  // namespace pixmill
