// Carrying out a plan: hits are fetched, misses are worked out in parallel, and one thread stores,
// writes and reports, in groups.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/build/build.h"
#include "engine/build/output_folder.h"
#include "engine/build/plan.h"
#include "engine/build/recipe_table.h"
#include "engine/build/summary.h"

namespace pixmill {

/// What a plan's images became.
struct RunResult {
  std::vector<FolderState> entries;  ///< by folder of the plan: the images that have an output
  /// Likewise: each image's manifest row by its name, failed ones included.
  std::vector<std::map<std::string, std::string, std::less<>>> rows;
  Counters counters;
  std::vector<ImageReport> failures;
  bool complete = true;  ///< false if it was stopped before every image had its turn
  bool refuted = false;  ///< RunContext::confirm said no: the rest was not put in place
};

struct RunContext {
  TreeId tree;
  const RecipeTable& recipes;
  const RunOptions& options;
  OutputFolder& outputs;
  const Surroundings& around;
  /// Called if every image had its turn, while the last outputs are on their way to the disk: the
  /// results are then what they will be, but for the versions of these outputs, and unless one of
  /// them cannot be put in place. Entries may be added and sorted. May be empty.
  std::function<void(RunResult&)> at_end = {};
  /// Asked before outputs are put in place, or one is said to have failed: whether the plan holds.
  /// May wait. It holds if empty.
  std::function<bool()> confirm = {};
};

RunResult run(Plan& plan, const RunContext& context);

}  // namespace pixmill
