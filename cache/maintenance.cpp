#include "cache/maintenance.h"

namespace pixmill::cache {

Maintenance::Maintenance(const StoreOptions& options)
    : options_(options),
      warnings_(options.warn),
      index_(options, warnings_),
      blobs_(options.folder) {}

Unexpected Maintenance::cannot(const char* what) const {
  return unexpected(ErrorCode::io,
                    "the cache in " + options_.folder.string() + " cannot be " + what);
}

Result<CacheStats> Maintenance::stats() {
  const auto stats = measure(cache());
  if (!stats) return cannot("read");
  return *stats;
}

Result<std::vector<CollectionReport>> Maintenance::preview(
    std::span<const EvictionPolicy> policies) {
  auto reports = cache::preview(cache(), policies);
  if (!reports) return cannot("read");
  return *std::move(reports);
}

Result<CollectionReport> Maintenance::collect(const EvictionPolicy& policy) {
  if (!index_.can_write()) return cannot("written");
  const auto report = cache::collect(cache(), policy);
  if (!report) return cannot("written");
  sweep_if_alone();
  return *report;
}

void Maintenance::sweep_if_alone() {
  constexpr int k_patience_ms = 5'000;
  if (index_.lock().try_lock_exclusive()) blobs_.remove_leftovers();
  // given up to ask for more
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
  if (!emptied || !remove_unreferenced(cache())) return cannot("written");
  give_space_back(index_);
  sweep_if_alone();
  return {};
}

}  // namespace pixmill::cache
