// All that the cache holds, in memory, as far as deciding what to evict needs it: some 80 bytes an
// entry, so a million entries are 80 MB for the seconds that a collection takes.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "cache/database.h"
#include "engine/ports/result_store.h"
#include "engine/ports/tree_store.h"

namespace pixmill::cache {

struct LedgerEntry {
  ActionKey key;
  std::optional<BlobRef> output;
  std::uint64_t record_size_bytes = 0;
  /// The later of its own last use and that of the trees whose last build used it: a build with
  /// nothing to do asks for no result, and yet needs what it has.
  std::int64_t last_use_hour = 0;
  bool in_last_build = false;
};

struct LedgerTree {
  TreeId id;
  std::int64_t last_use_hour = 0;
};

struct Ledger {
  std::vector<LedgerEntry> entries;
  std::vector<LedgerTree> trees;
};

Ledger read_ledger(Database& database);

}  // namespace pixmill::cache
