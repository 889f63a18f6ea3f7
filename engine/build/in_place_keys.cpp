#include "engine/build/in_place_keys.h"

#include <algorithm>

namespace pixmill {

namespace {

/// No tree's header (tree_state.h) begins like this, so `explain` passes it over.
constexpr std::string_view k_header = "in place/1";

TreeId run_id(const InPlacePaths& paths) {
  PartHasher hasher;
  for (const ScanRoot& root : paths.roots) hasher.add("in place", root.named);
  return hasher.digest();
}

/// Stands for the keys where they are compared with the last run's.
std::string digest_of(const std::vector<ActionKey>& keys) {
  PartHasher hasher;
  for (const ActionKey& key : keys) hasher.add("key", as_text(key.bytes));
  return hasher.digest().hex();
}

}  // namespace

void InPlaceKeys::add(const ScanRoot& root,
                      const Plan& plan,
                      const RunResult& result,
                      const RecipeTable& recipes) {
  for (std::size_t i = 0; i < plan.folders.size(); ++i) {
    std::vector<ActionKey>& keys = keys_[join_path(root.path, plan.folders[i].relative)];
    for (const EntryState& entry : result.entries[i]) {
      if (entry.is_foreign()) continue;
      const Hash128& recipe = recipes.hash(entry.recipe);
      keys.push_back(action_key(recipe, entry.content));
      keys.push_back(own_output_key(recipe, entry.output_hash));
    }
  }
}

void InPlaceKeys::save(const InPlacePaths& paths, TreeStore& trees) {
  const TreeId id = run_id(paths);
  const StoredTree last = trees.load_tree(id).value_or(StoredTree{});
  TreeUpdate update;
  update.header = k_header;
  std::erase_if(keys_, [](const auto& folder) { return folder.second.empty(); });
  for (auto& [folder, keys] : keys_) {
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    const std::string digest = digest_of(keys);
    const auto known = last.folders.find(folder);
    if (known != last.folders.end() && known->second == digest) continue;
    update.folders[folder] = digest;
    update.keys[folder] = keys;
  }
  for (const auto& [folder, digest] : last.folders) {
    if (!keys_.contains(folder)) update.removed_folders.insert(folder);
  }
  if (update.folders.empty() && update.removed_folders.empty()) return;
  trees.save_tree(id, update);
}

}  // namespace pixmill
