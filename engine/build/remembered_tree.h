// What is known of a tree from its last build.
#pragma once

#include <optional>
#include <vector>

#include "engine/build/check_request.h"
#include "engine/ports/tree_store.h"
#include "engine/recipe/action_key.h"

namespace pixmill {

struct RememberedTree {
  std::optional<StoredTree> stored;
  std::vector<std::vector<KeyPart>> recipes;  ///< that the records number
};

/// Nothing where it was never built, or its header is damaged.
RememberedTree remembered_tree(const TreeId& tree, TreeStore& trees);

/// Which tree a request builds.
TreeId tree_id(const CheckedRequest& paths);

}  // namespace pixmill
