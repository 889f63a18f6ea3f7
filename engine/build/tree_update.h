// What a build has the tree store remember for the next one: the header, and the records of the
// folders that are not as they were.
#pragma once

#include "engine/build/plan.h"
#include "engine/build/recipe_table.h"
#include "engine/build/run.h"
#include "engine/build/tree_state.h"
#include "engine/ports/tree_store.h"

namespace pixmill {

/// Of a build that was carried out. `result` holds the unchanged entries, too.
TreeUpdate tree_update(const Plan& plan,
                       const RunResult& result,
                       const TreeHeader& header,
                       const RecipeTable& recipes);

/// Of a build with nothing to do, where all that changed are dates of sources, which neither the
/// manifest nor the header knows.
TreeUpdate dates_update(const Plan& plan);

}  // namespace pixmill
