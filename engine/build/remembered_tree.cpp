#include "engine/build/remembered_tree.h"

#include "engine/build/tree_state.h"

namespace pixmill {

namespace {

constexpr std::size_t k_max_recipes = 4096;  ///< far fewer than a recipe's number can count

}  // namespace

RememberedTree remembered_tree(const TreeId& tree, TreeStore& trees) {
  RememberedTree known;
  auto stored = trees.load_tree(tree);
  if (!stored) return known;
  auto header = decode_header(stored->header);
  if (!header || header->recipes.size() > k_max_recipes) return known;
  known.stored = std::move(stored);
  known.recipes = std::move(header->recipes);
  return known;
}

TreeId tree_id(const CheckedRequest& paths) {
  PartHasher hasher;
  for (const ScanRoot& root : paths.roots) hasher.add("root", root.named);
  hasher.add("output", paths.output);
  return hasher.digest();
}

}  // namespace pixmill
