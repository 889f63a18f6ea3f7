// Making an open cache smaller: what `cache gc` asks for, and what a process does by itself when it
// leaves a cache larger than the configuration allows. Both may run while other processes build:
// those see misses at worst, and wait for one batch at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "cache/blob_files.h"
#include "cache/eviction.h"
#include "cache/index.h"
#include "cache/sessions.h"
#include "cache/store_options.h"

namespace pixmill::cache {

struct CacheStats {
  std::uint64_t results = 0;
  std::uint64_t trees = 0;
  std::uint64_t inline_blobs = 0;
  std::uint64_t inline_bytes = 0;
  std::uint64_t blob_files = 0;
  std::uint64_t blob_file_bytes = 0;
  std::uint64_t index_bytes = 0;
  /// Hits and misses of the last processes that wrote something.
  SessionTotals sessions;

  std::uint64_t size_bytes() const { return index_bytes + blob_file_bytes; }
};

struct CollectionReport {
  std::uint64_t results_removed = 0;
  std::uint64_t results_kept = 0;
  std::uint64_t size_before_bytes = 0;
  std::uint64_t size_after_bytes = 0;
};

/// What a collection works on; all outlive it.
struct OpenCache {
  const StoreOptions& options;
  Index& index;
  const BlobFiles& blobs;

  /// Hours since 1970, by the clock of the options.
  std::int64_t hour() const;
};

/// The following give nothing (or false) where the cache could not be read or written.

/// Counts rows and looks at every blob file's size.
std::optional<CacheStats> measure(const OpenCache& cache);
/// What collect() would remove by each policy, without doing it; in the order of the policies.
std::optional<std::vector<CollectionReport>> preview(const OpenCache& cache,
                                                     std::span<const EvictionPolicy> policies);
/// Evicts by `policy`, removes what nothing refers to, and gives the space back to the disk.
std::optional<CollectionReport> collect(const OpenCache& cache, const EvictionPolicy& policy);
/// Removes every output that no result refers to.
bool remove_unreferenced(const OpenCache& cache);
/// Lets the index's file shrink by its free pages.
void give_space_back(Index& index);

/// Once a cache is larger than its limit, so much of the limit is kept: a collection reads the
/// whole ledger, and must not be due again with the next picture.
constexpr std::uint64_t k_kept_percent = 90;
/// Measures, and where that is more than `max_size_bytes`, evicts the least recently used down to
/// k_kept_percent of it.
void collect_beyond(const OpenCache& cache, std::uint64_t max_size_bytes);

}  // namespace pixmill::cache
