#include "engine/build/tree_update.h"

#include "engine/build/result_rows.h"
#include "engine/recipe/action_key.h"

namespace pixmill {

namespace {

/// What the folder's outputs were made by, which the cache keeps as long as the tree is remembered.
std::vector<ActionKey> keys_of(const FolderState& folder, const RecipeTable& recipes) {
  std::vector<ActionKey> keys;
  for (const EntryState& entry : folder) {
    if (entry.is_foreign()) continue;
    const Hash128& recipe = recipes.hash(entry.recipe);
    keys.push_back(action_key(recipe, entry.content));
    if (entry.status == ImageStatus::optimized) {
      keys.push_back(own_output_key(recipe, entry.output_hash));
    }
  }
  return keys;
}

}  // namespace

TreeUpdate begin_tree_update(const Plan& plan,
                             const RunResult& result,
                             const RecipeTable& recipes) {
  TreeUpdate update;
  for (std::size_t i = 0; i < plan.folders.size(); ++i) {
    const FolderPlan& folder = plan.folders[i];
    if (!folder.changed) continue;
    update.details[folder.key] = encode_rows(remembered_rows(plan, result, i));
    update.keys[folder.key] = keys_of(result.entries[i], recipes);
  }
  for (const std::string& key : plan.gone_folders) update.removed_folders.insert(key);
  return update;
}

void finish_tree_update(const Plan& plan,
                        const RunResult& result,
                        const TreeHeader& header,
                        TreeUpdate& update) {
  update.header = encode_header(header);
  for (std::size_t i = 0; i < plan.folders.size(); ++i) {
    const FolderPlan& folder = plan.folders[i];
    if (!folder.changed && !folder.dates_changed) continue;
    update.folders[folder.key] = encode_folder(result.entries[i]);
  }
}

TreeUpdate dates_update(const Plan& plan) {
  TreeUpdate update;
  update.header = encode_header(*plan.last);
  for (const FolderPlan& folder : plan.folders) {
    if (folder.dates_changed) update.folders[folder.key] = encode_folder(folder.unchanged);
  }
  return update;
}

}  // namespace pixmill
