// Which entries go: decided on the ledger alone, so that the rules can be tested without a cache.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "cache/ledger.h"

namespace pixmill::cache {

/// What to keep. Rules that are set all apply.
struct EvictionPolicy {
  /// Evict the least recently used until the folder is no larger.
  std::optional<std::uint64_t> max_size_bytes = {};
  /// Evict what was not used for this long.
  std::optional<int> unused_for_days = {};
  /// Evict what the last build of no known tree used. A tree that was not built for 30 days longer
  /// than the one built last does not count: it was moved or deleted.
  bool keep_last_build = false;
};

struct Eviction {
  std::vector<ActionKey> results;
  std::vector<TreeId> trees;
  std::uint64_t freed_bytes = 0;  ///< an estimate
};

/// `size_bytes` is what the folder takes now. Equally old entries go in the order of their keys.
Eviction choose_eviction(Ledger ledger,
                         const EvictionPolicy& policy,
                         std::uint64_t size_bytes,
                         std::int64_t now_hour);

}  // namespace pixmill::cache
