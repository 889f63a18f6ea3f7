// Looking after a cache folder: how much it holds, making it smaller, checking all of it, emptying
// it. Everything here may run while other processes build: they see misses at worst. Whatever needs
// the index locked takes it for one batch at a time.
#pragma once

#include <cstdint>

#include "cache/collection.h"
#include "engine/base/result.h"

namespace pixmill::cache {

struct VerificationReport {
  std::uint64_t results = 0;  ///< rows looked at
  std::uint64_t blobs = 0;    ///< outputs hashed
  std::uint64_t damaged_rows = 0;
  std::uint64_t damaged_blobs = 0;
  /// Results whose output is gone. They were misses already.
  std::uint64_t missing_blobs = 0;
  /// The index was so damaged that it was started over.
  bool index_started_over = false;

  bool is_sound() const {
    return damaged_rows + damaged_blobs + missing_blobs == 0 && !index_started_over;
  }
};

class Maintenance {
 public:
  explicit Maintenance(const StoreOptions& options);

  Result<CacheStats> stats();
  /// What collect() would remove by each policy, without doing it; in the order of the policies.
  Result<std::vector<CollectionReport>> preview(std::span<const EvictionPolicy> policies);
  /// Evicts by `policy`, removes what nothing refers to, and gives the space back to the disk.
  Result<CollectionReport> collect(const EvictionPolicy& policy);
  /// Reads and hashes everything, and sets aside what is not what it should be; read-only, it only
  /// counts.
  Result<VerificationReport> verify();
  /// Forgets everything.
  Status clear();

 private:
  Unexpected cannot(const char* what) const;
  OpenCache cache() { return {options_, index_, blobs_}; }
  void sweep_if_alone();
  bool has_blob(Database& database, const BlobRef& blob) const;
  void verify_results(VerificationReport& report);
  void verify_trees(VerificationReport& report);
  void verify_inline_blobs(VerificationReport& report);
  void verify_blob_files(VerificationReport& report);

  StoreOptions options_;
  Warnings warnings_;
  Index index_;
  BlobFiles blobs_;
};

}  // namespace pixmill::cache
