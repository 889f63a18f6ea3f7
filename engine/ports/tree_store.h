// The port behind which the state of built trees is remembered, so that an unchanged picture is
// neither read nor hashed. It holds opaque records by folder, for a build reads and compares whole
// folders: 100,000 pictures in 100 folders are 100 rows, and one changed picture rewrites one.
// What the records say is engine/build/tree_state.h.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/base/hash.h"

namespace pixmill {

/// Which tree: the hash of its absolute sources and output.
using TreeId = Hash128;

/// A tree as it was remembered. Records are verified against their checksums; a damaged folder's is
/// missing, which only means work done again.
struct StoredTree {
  std::string header;
  std::map<std::string, std::string, std::less<>> folders;  ///< by path relative to the tree
};

/// What changed since the tree was loaded.
struct TreeUpdate {
  std::string header;
  std::map<std::string, std::string, std::less<>> folders;  ///< written anew
  std::map<std::string, std::string, std::less<>> details;  ///< the same folders' second records
  /// The action keys that the same folders' results lie under: what `cache gc --keep-last-build`
  /// keeps, and what counts as used whenever the tree is loaded, though a no-op build asks for
  /// none.
  std::map<std::string, std::vector<ActionKey>, std::less<>> keys;
  std::set<std::string, std::less<>> removed_folders;
};

/// Thread-safe. Faults are misses, warned about once.
struct TreeStore {
  virtual ~TreeStore() = default;
  /// Nothing if the tree is unknown.
  virtual std::optional<StoredTree> load_tree(const TreeId& id) = 0;
  /// The second records (manifest rows), which only a build that changes something needs.
  virtual std::map<std::string, std::string, std::less<>> load_details(const TreeId& id) = 0;
  /// Those of some folders alone.
  virtual std::map<std::string, std::string, std::less<>> load_details_of(
      const TreeId& id, const std::vector<std::string>& folders) = 0;
  /// Durable when it returns, in one transaction; also forgets the tree's intents.
  virtual void save_tree(const TreeId& id, const TreeUpdate& update) = 0;
  /// Outputs that are about to be renamed into place: should the process die, the next build knows
  /// them as its own. Opaque texts (engine/build/intent.h), each a row of its own.
  virtual void add_intents(const TreeId& id, const std::vector<std::string>& intents) = 0;
  virtual std::vector<std::string> intents(const TreeId& id) = 0;
  /// The headers of all trees, for `explain` and statistics.
  virtual std::map<TreeId, std::string> tree_headers() = 0;
};

}  // namespace pixmill
