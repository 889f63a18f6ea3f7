// What an in-place run used of the cache, as the store of trees remembers it: a run has no output
// folder and needs no state, but `cache gc --keep-last-build` must know its results.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/build/build.h"
#include "engine/build/plan.h"
#include "engine/build/plan_in_place.h"
#include "engine/build/run.h"

namespace pixmill {

/// One run over the same paths is one tree. Used from one thread.
class InPlaceKeys {
 public:
  /// The results that a root's files have, and those that they will have as sources of the next
  /// run.
  void add(const ScanRoot& root,
           const Plan& plan,
           const RunResult& result,
           const RecipeTable& recipes);

  /// Writes only what differs from the last run, so that a run with nothing to do writes nothing.
  void save(const InPlacePaths& paths, TreeStore& trees);

 private:
  std::map<std::string, std::vector<ActionKey>, std::less<>> keys_;  ///< by absolute folder
};

}  // namespace pixmill
