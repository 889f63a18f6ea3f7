#include "cache/ledger.h"

#include <algorithm>
#include <map>

#include "cache/result_rows.h"
#include "cache/tree_rows.h"

namespace pixmill::cache {

namespace {

using LastUses = std::map<ActionKey, std::int64_t>;

LastUses uses_by_trees(Database& database, const std::vector<LedgerTree>& trees) {
  LastUses uses;
  for (const LedgerTree& tree : trees) {
    for (const auto& [path, record] : read_records(database, tree.id, RecordKind::keys).intact) {
      for (const ActionKey& key : keys_of_record(record)) {
        const auto [use, added] = uses.emplace(key, tree.last_use_hour);
        use->second = std::max(use->second, tree.last_use_hour);
      }
    }
  }
  return uses;
}

}  // namespace

Ledger read_ledger(Database& database) {
  Ledger ledger;
  for (const auto& [id, row] : read_trees(database).intact) {
    ledger.trees.push_back({id, row.last_use_hour});
  }
  const LastUses uses = uses_by_trees(database, ledger.trees);

  Statement query =
      database.statement("SELECT key, blob_hash, blob_size, length(record), last_use FROM results");
  while (query.step()) {
    const auto key = hash_column(query.bytes(0));
    if (!key) continue;  // cannot be asked for; `verify` removes it
    LedgerEntry entry;
    entry.key = ActionKey{*key};
    if (const auto hash = hash_column(query.bytes(1))) {
      entry.output = BlobRef{ContentHash{*hash}, static_cast<std::uint64_t>(query.number(2))};
    }
    entry.record_size_bytes = static_cast<std::uint64_t>(query.number(3));
    entry.last_use_hour = query.number(4);
    if (const auto use = uses.find(entry.key); use != uses.end()) {
      entry.in_last_build = true;
      entry.last_use_hour = std::max(entry.last_use_hour, use->second);
    }
    ledger.entries.push_back(entry);
  }
  return ledger;
}

}  // namespace pixmill::cache
