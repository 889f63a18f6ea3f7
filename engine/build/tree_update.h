// What a build has the tree store remember for the next one: the header, and the records of the
// folders that are not as they were.
#pragma once

#include "engine/build/plan.h"
#include "engine/build/recipe_table.h"
#include "engine/build/run.h"
#include "engine/build/tree_state.h"
#include "engine/ports/tree_store.h"

namespace pixmill {

/// Of a build that is carried out, all that can be said before its outputs are in place. `result`
/// holds the unchanged entries, too.
TreeUpdate begin_tree_update(const Plan& plan, const RunResult& result, const RecipeTable& recipes);
/// The rest, once they are.
void finish_tree_update(const Plan& plan,
                        const RunResult& result,
                        const TreeHeader& header,
                        TreeUpdate& update);

/// Of a build with nothing to do, where all that changed are dates of sources, which neither the
/// manifest nor the header knows.
TreeUpdate dates_update(const Plan& plan);

}  // namespace pixmill
