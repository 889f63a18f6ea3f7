// Outputs whose source is gone: known from the tree's records, and where a build died or the tree
// is not remembered, from its intents and its manifest. They are removed where they still are what
// was written; what cannot be removed is remembered, so that the next build tries again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/build/output_folder.h"
#include "engine/build/plan.h"
#include "engine/build/run.h"

namespace pixmill {

/// Adds to the plan's stale outputs what no record of the tree names, whether it is wanted or not.
void add_unrecorded_outputs(const TreeId& tree,
                            const std::string& manifest,
                            const Limits& limits,
                            const Surroundings& around,
                            Plan& plan);

/// Removes those that lie where the plan's pictures need a folder, or in a folder where they need a
/// file, and counts them. What cannot be removed is left to remove_stale_outputs().
void clear_the_way(Plan& plan, OutputFolder& outputs, Counters& counters);

/// A stale output that is still there.
struct LeftBehind {
  StaleOutput output;
  /// Why it could not be removed; nothing if that was not tried, for its source may lie where one
  /// cannot look.
  std::optional<std::string> fault;
};

/// Removes what the plan calls stale and the run did not make, and counts it.
std::vector<LeftBehind> remove_stale_outputs(const Plan& plan,
                                             const RunResult& result,
                                             OutputFolder& outputs,
                                             Counters& counters);

/// As intents, for no record names them any more. To be called after the tree was saved, which
/// forgets its intents.
void remember_left_behind(const std::vector<LeftBehind>& left,
                          const TreeId& tree,
                          TreeStore& trees);

}  // namespace pixmill
