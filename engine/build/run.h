// Carrying out a plan: hits are fetched, misses are worked out in parallel, and one thread stores,
// writes and reports, in groups.
#pragma once

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
};

struct RunContext {
  TreeId tree;
  const RecipeTable& recipes;
  const RunOptions& options;
  OutputFolder& outputs;
  const Surroundings& around;
};

RunResult run(Plan& plan, const RunContext& context);

}  // namespace pixmill
