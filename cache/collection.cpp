#include "cache/collection.h"

#include <algorithm>
#include <set>
#include <vector>

#include "cache/ledger.h"
#include "cache/recorded_size.h"
#include "cache/result_rows.h"
#include "cache/tree_rows.h"

namespace pixmill::cache {

namespace {

constexpr std::int64_t k_seconds_per_hour = 3600;
/// How much is done under one lock: 500 rows take some 5 ms.
constexpr std::size_t k_batch = 500;
/// What evicting frees is estimated, for b-tree pages are shared; what is left is evicted next.
constexpr int k_max_rounds = 4;

std::uint64_t count(Database& database, const char* sql) {
  Statement query = database.statement(sql);
  return query.step() ? static_cast<std::uint64_t>(query.number(0)) : 0;
}

std::optional<Ledger> read_ledger_of(const OpenCache& cache) {
  std::optional<Ledger> ledger;
  const bool is_read =
      cache.index.read_together([&](Database& database) { ledger = read_ledger(database); });
  return is_read ? std::move(ledger) : std::nullopt;
}

bool evict(Index& index, const Eviction& eviction) {
  const auto& results = eviction.results;
  for (std::size_t begin = 0; begin < results.size(); begin += k_batch) {
    const std::size_t end = std::min(results.size(), begin + k_batch);
    const bool removed = index.write([&](Database& database) {
      for (std::size_t i = begin; i < end; ++i) remove_result(database, results[i]);
    });
    if (!removed) return false;
  }
  return index.write([&](Database& database) {
    for (const TreeId& tree : eviction.trees) remove_tree(database, tree);
  });
}

/// Which outputs some result still needs: all of them, and the rows that may hold them.
struct Referenced {
  std::set<ContentHash> files;
  std::set<std::int64_t> rows;
};

Referenced referenced_blobs(Database& database) {
  Referenced needed;
  Statement query = database.statement("SELECT blob_hash FROM results WHERE blob_hash IS NOT NULL");
  while (query.step()) {
    const auto hash = hash_column(query.bytes(0));
    if (!hash) continue;
    needed.files.insert(ContentHash{*hash});
    needed.rows.insert(row_id(*hash));
  }
  return needed;
}

std::vector<std::int64_t> unreferenced_rows(Database& database, const Referenced& needed) {
  std::vector<std::int64_t> ids;
  Statement query = database.statement("SELECT id FROM blobs");
  while (query.step()) {
    if (!needed.rows.contains(query.number(0))) ids.push_back(query.number(0));
  }
  return ids;
}

}  // namespace

std::int64_t OpenCache::hour() const {
  return options.clock() / k_seconds_per_hour;
}

std::optional<CacheStats> measure(const OpenCache& cache) {
  CacheStats stats;
  const bool is_read = cache.index.read([&](Database& database) {
    stats.results = count(database, "SELECT count(*) FROM results");
    stats.trees = count(database, "SELECT count(*) FROM trees");
    stats.inline_blobs = count(database, "SELECT count(*) FROM blobs");
    stats.inline_bytes = count(database, "SELECT total(length(bytes)) FROM blobs");
    stats.sessions = read_sessions(database);
  });
  if (!is_read) return std::nullopt;
  cache.blobs.for_each([&](const ContentHash&, std::uint64_t size_bytes) {
    ++stats.blob_files;
    stats.blob_file_bytes += size_bytes;
  });
  std::error_code gone;
  const auto index_bytes = std::filesystem::file_size(index_path(cache.options.folder), gone);
  stats.index_bytes = gone ? 0 : index_bytes;
  return stats;
}

std::optional<std::vector<CollectionReport>> preview(const OpenCache& cache,
                                                     std::span<const EvictionPolicy> policies) {
  const auto now = measure(cache);
  const auto ledger = now ? read_ledger_of(cache) : std::nullopt;
  if (!ledger) return std::nullopt;
  const std::uint64_t size_bytes = now->size_bytes();
  std::vector<CollectionReport> reports;
  for (const EvictionPolicy& policy : policies) {
    const Eviction eviction = choose_eviction(*ledger, policy, size_bytes, cache.hour());
    reports.push_back(
        {.results_removed = eviction.results.size(),
         .results_kept = ledger->entries.size() - eviction.results.size(),
         .size_before_bytes = size_bytes,
         .size_after_bytes = size_bytes - std::min(size_bytes, eviction.freed_bytes)});
  }
  return reports;
}

std::optional<CollectionReport> collect(const OpenCache& cache, const EvictionPolicy& policy) {
  CollectionReport report;
  for (int round = 0; round < k_max_rounds; ++round) {
    const auto now = measure(cache);
    if (!now) return std::nullopt;
    if (round == 0) report.size_before_bytes = now->size_bytes();
    auto ledger = read_ledger_of(cache);
    if (!ledger) return std::nullopt;
    const Eviction eviction =
        choose_eviction(*std::move(ledger), policy, now->size_bytes(), cache.hour());
    if (round > 0 && eviction.results.empty()) break;
    if (!evict(cache.index, eviction) || !remove_unreferenced(cache)) return std::nullopt;
    report.results_removed += eviction.results.size();
    give_space_back(cache.index);
  }
  const auto after = measure(cache);
  if (!after) return std::nullopt;
  report.results_kept = after->results;
  report.size_after_bytes = after->size_bytes();
  return report;
}

bool remove_unreferenced(const OpenCache& cache) {
  // Under the write lock, which whoever adds a result takes to see that its output is still there.
  return cache.index.write([&](Database& database) {
    const Referenced needed = referenced_blobs(database);
    const std::vector<std::int64_t> unreferenced = unreferenced_rows(database, needed);
    if (database.fault() != SQLITE_OK) return;  // half a list would remove what is in use
    for (const std::int64_t id : unreferenced) {
      database.statement("DELETE FROM blobs WHERE id = ?").bind(id).run();
    }
    std::uint64_t kept_bytes = 0;
    cache.blobs.for_each([&](const ContentHash& hash, std::uint64_t size_bytes) {
      if (needed.files.contains(hash)) {
        kept_bytes += size_bytes;
      } else {
        cache.blobs.remove(hash);
      }
    });
    record_blob_bytes(database, kept_bytes);
  });
}

void give_space_back(Index& index) {
  std::uint64_t free_pages = 0;
  do {
    std::uint64_t left = 0;
    const bool done = index.write([&](Database& database) {
      database.run("PRAGMA incremental_vacuum(1000)");
      left = count(database, "PRAGMA freelist_count");
    });
    if (!done || left == free_pages) return;
    free_pages = left;
  } while (free_pages > 0);
}

void collect_beyond(const OpenCache& cache, std::uint64_t max_size_bytes) {
  const auto now = measure(cache);
  if (!now) return;
  if (now->size_bytes() > max_size_bytes) {
    collect(cache, {.max_size_bytes = max_size_bytes / 100 * k_kept_percent});
  } else {
    cache.index.write_if_free(
        [&](Database& database) { record_blob_bytes(database, now->blob_file_bytes); });
  }
}

}  // namespace pixmill::cache
