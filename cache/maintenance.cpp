#include "cache/maintenance.h"

#include <algorithm>
#include <set>

#include "cache/ledger.h"
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

}  // namespace

Maintenance::Maintenance(const StoreOptions& options)
    : options_(options),
      warnings_(options.warn),
      index_(options, warnings_),
      blobs_(options.folder) {}

Unexpected Maintenance::cannot(const char* what) const {
  return unexpected(ErrorCode::io,
                    "the cache in " + options_.folder.string() + " cannot be " + what);
}

std::int64_t Maintenance::hour() const {
  return options_.clock() / k_seconds_per_hour;
}

std::optional<CacheStats> Maintenance::measure() {
  CacheStats stats;
  const bool read = index_.read([&](Database& database) {
    stats.results = count(database, "SELECT count(*) FROM results");
    stats.trees = count(database, "SELECT count(*) FROM trees");
    stats.inline_blobs = count(database, "SELECT count(*) FROM blobs");
    stats.inline_bytes = count(database, "SELECT total(length(bytes)) FROM blobs");
    stats.sessions = read_sessions(database);
  });
  if (!read) return std::nullopt;
  blobs_.for_each([&](const ContentHash&, std::uint64_t size_bytes) {
    ++stats.blob_files;
    stats.blob_file_bytes += size_bytes;
  });
  std::error_code gone;
  const auto index_bytes = std::filesystem::file_size(index_path(options_.folder), gone);
  stats.index_bytes = gone ? 0 : index_bytes;
  return stats;
}

Result<CacheStats> Maintenance::stats() {
  const auto stats = measure();
  if (!stats) return cannot("read");
  return *stats;
}

Result<CollectionReport> Maintenance::preview(const EvictionPolicy& policy) {
  const auto now = measure();
  Ledger ledger;
  if (!now || !index_.read([&](Database& database) { ledger = read_ledger(database); })) {
    return cannot("read");
  }
  const std::uint64_t results = ledger.entries.size();
  const Eviction eviction = choose_eviction(std::move(ledger), policy, now->size_bytes(), hour());
  return CollectionReport{
      .results_removed = eviction.results.size(),
      .results_kept = results - eviction.results.size(),
      .size_before_bytes = now->size_bytes(),
      .size_after_bytes = now->size_bytes() - std::min(now->size_bytes(), eviction.freed_bytes)};
}

Result<CollectionReport> Maintenance::collect(const EvictionPolicy& policy) {
  if (!index_.can_write()) return cannot("written");
  CollectionReport report;
  for (int round = 0; round < k_max_rounds; ++round) {
    const auto now = measure();
    if (!now) return cannot("read");
    if (round == 0) report.size_before_bytes = now->size_bytes();
    const auto eviction = choose(policy, now->size_bytes());
    if (!eviction) return cannot("read");
    if (round > 0 && eviction->results.empty()) break;
    if (!evict(*eviction) || !remove_unreferenced()) return cannot("written");
    report.results_removed += eviction->results.size();
    give_space_back();
  }
  sweep_if_alone();
  const auto after = measure();
  if (!after) return cannot("read");
  report.results_kept = after->results;
  report.size_after_bytes = after->size_bytes();
  return report;
}

std::optional<Eviction> Maintenance::choose(const EvictionPolicy& policy,
                                            std::uint64_t size_bytes) {
  std::optional<Eviction> chosen;
  const bool is_read = index_.read([&](Database& database) {
    chosen = choose_eviction(read_ledger(database), policy, size_bytes, hour());
  });
  if (!is_read) return std::nullopt;
  return chosen;
}

bool Maintenance::evict(const Eviction& eviction) {
  const auto& results = eviction.results;
  for (std::size_t begin = 0; begin < results.size(); begin += k_batch) {
    const std::size_t end = std::min(results.size(), begin + k_batch);
    const bool removed = index_.write([&](Database& database) {
      for (std::size_t i = begin; i < end; ++i) remove_result(database, results[i]);
    });
    if (!removed) return false;
  }
  return index_.write([&](Database& database) {
    for (const TreeId& tree : eviction.trees) remove_tree(database, tree);
  });
}

namespace {

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
    needed.rows.insert(inline_blob_id(ContentHash{*hash}));
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

bool Maintenance::remove_unreferenced() {
  // Under the write lock, which whoever adds a result takes to see that its output is still there.
  return index_.write([&](Database& database) {
    const Referenced needed = referenced_blobs(database);
    const std::vector<std::int64_t> unreferenced = unreferenced_rows(database, needed);
    if (database.fault() != SQLITE_OK) return;  // half a list would remove what is in use
    for (const std::int64_t id : unreferenced) {
      database.statement("DELETE FROM blobs WHERE id = ?").bind(id).run();
    }
    blobs_.for_each([&](const ContentHash& hash, std::uint64_t) {
      if (!needed.files.contains(hash)) blobs_.remove(hash);
    });
  });
}

void Maintenance::give_space_back() {
  std::uint64_t free_pages = 0;
  do {
    std::uint64_t left = 0;
    const bool done = index_.write([&](Database& database) {
      database.run("PRAGMA incremental_vacuum(1000)");
      left = count(database, "PRAGMA freelist_count");
    });
    if (!done || left == free_pages) return;
    free_pages = left;
  } while (free_pages > 0);
}

void Maintenance::sweep_if_alone() {
  constexpr int k_patience_ms = 5'000;
  if (!index_.lock().try_lock_exclusive()) return;
  blobs_.remove_leftovers();
  static_cast<void>(index_.lock().lock_shared(k_patience_ms));
}

Status Maintenance::clear() {
  if (!index_.can_write()) return cannot("written");
  const bool emptied = index_.write([](Database& database) {
    database.run("DELETE FROM results");
    database.run("DELETE FROM blobs");
    database.run("DELETE FROM trees");
    database.run("DELETE FROM tree_records");
    database.run("DELETE FROM intents");
    database.run("DELETE FROM sessions");
  });
  if (!emptied || !remove_unreferenced()) return cannot("written");
  give_space_back();
  sweep_if_alone();
  return {};
}

}  // namespace pixmill::cache
