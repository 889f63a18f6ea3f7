#include "cache/eviction.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace pixmill::cache {

namespace {

constexpr std::int64_t k_hours_per_day = 24;
constexpr std::int64_t k_tree_forgotten_hours = 30 * k_hours_per_day;
/// Key, hash, numbers and the share of the b-tree, beside the record.
constexpr std::uint64_t k_row_overhead_bytes = 60;

/// Counts what evicting frees: a blob goes with the last entry that names it.
class FreedSpace {
 public:
  explicit FreedSpace(const std::vector<LedgerEntry>& entries) {
    for (const LedgerEntry& entry : entries) {
      if (entry.output) ++references_[entry.output->hash];
    }
  }

  void evict(const LedgerEntry& entry) {
    bytes_ += entry.record_size_bytes + k_row_overhead_bytes;
    if (entry.output && --references_[entry.output->hash] == 0) bytes_ += entry.output->size_bytes;
  }

  std::uint64_t bytes() const { return bytes_; }

 private:
  std::map<ContentHash, std::uint64_t> references_;
  std::uint64_t bytes_ = 0;
};

/// Trees used before this hour are forgotten.
std::int64_t oldest_tree_kept(const Ledger& ledger,
                              const EvictionPolicy& policy,
                              std::int64_t now_hour) {
  std::int64_t oldest = 0;
  if (policy.unused_for_days) oldest = now_hour - *policy.unused_for_days * k_hours_per_day;
  if (!policy.keep_last_build) return oldest;
  for (const LedgerTree& tree : ledger.trees) {
    oldest = std::max(oldest, tree.last_use_hour - k_tree_forgotten_hours);
  }
  return oldest;
}

}  // namespace

Eviction choose_eviction(Ledger ledger,
                         const EvictionPolicy& policy,
                         std::uint64_t size_bytes,
                         std::int64_t now_hour) {
  Eviction eviction;
  const std::int64_t oldest_tree = oldest_tree_kept(ledger, policy, now_hour);
  for (const LedgerTree& tree : ledger.trees) {
    if (tree.last_use_hour < oldest_tree) eviction.trees.push_back(tree.id);
  }

  const auto is_unwanted = [&](const LedgerEntry& entry) {
    if (policy.keep_last_build && (!entry.in_last_build || entry.last_use_hour < oldest_tree)) {
      return true;
    }
    return policy.unused_for_days &&
           entry.last_use_hour < now_hour - *policy.unused_for_days * k_hours_per_day;
  };
  auto& entries = ledger.entries;
  std::sort(entries.begin(), entries.end(), [](const LedgerEntry& a, const LedgerEntry& b) {
    return std::tie(a.last_use_hour, a.key) < std::tie(b.last_use_hour, b.key);
  });
  FreedSpace freed(entries);
  const auto wanted = std::stable_partition(entries.begin(), entries.end(), is_unwanted);
  for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
    const bool too_large =
        policy.max_size_bytes && size_bytes > *policy.max_size_bytes + freed.bytes();
    if (entry >= wanted && !too_large) break;
    freed.evict(*entry);
    eviction.results.push_back(entry->key);
  }
  eviction.freed_bytes = freed.bytes();
  return eviction;
}

}  // namespace pixmill::cache
