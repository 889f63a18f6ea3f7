// What the cache knows of a plan's pictures.
#pragma once

#include <vector>

#include "engine/build/plan.h"
#include "engine/build/recipe_table.h"
#include "engine/ports/result_store.h"

namespace pixmill {

/// Sets recipe, settings and key of every prepared image that can have one, and the outcome of
/// those that the cache has.
void look_up(std::vector<PlannedImage>& images, RecipeTable& recipes, ResultStore& results);

/// For a miss that another process has stored since. True if it is a hit now.
bool look_up_again(PlannedImage& image, ResultStore& results);

}  // namespace pixmill
