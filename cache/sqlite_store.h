// The cache folder as what the engine asks for: results under action keys, and the state of built
// trees.
//
//   auto store = cache::SqliteStore({.folder = ".cache/pixmill", .warn = print});
//   if (auto hit = store.find(key)) bytes = store.load(*hit->output);
//   else store.put(results);
//
// It always opens. A folder that cannot be used makes a store that misses; a folder that cannot be
// written, one that serves hits and keeps nothing. FOLDER holds
//
//   index.sqlite   rows of results and trees, small outputs (schema.h)
//   blobs/         large outputs (blob_format.h)
//   tmp/           blobs being written
//   damaged/       blobs that were not what they should be; index.sqlite.damaged is the same
//   lock           who has it open (folder_lock.h)
//   claims         who is working out what (claims.h)
//
// Any number of processes may have it open at once. One process should open a folder once at a
// time: POSIX drops a process's locks on a file when it closes any descriptor of it.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <vector>

#include "cache/blob_files.h"
#include "cache/claims.h"
#include "cache/index.h"
#include "cache/store_options.h"
#include "cache/tree_rows.h"
#include "engine/ports/result_store.h"
#include "engine/ports/tree_store.h"

namespace pixmill::cache {

/// Used from one thread at a time; OnDemandStore sees to it that it is.
class SqliteStore final : public ResultStore, public TreeStore {
 public:
  explicit SqliteStore(const StoreOptions& options);
  /// Notes what was used, unless another process is writing just now; and if this store's results
  /// took the cache over its limit, makes it smaller.
  ~SqliteStore() override;
  SqliteStore(const SqliteStore&) = delete;
  SqliteStore& operator=(const SqliteStore&) = delete;

  bool can_read() const { return index_.can_read(); }
  bool can_write() const { return index_.can_write(); }

  /// Results that were asked for before there was a store.
  void count_misses(std::int64_t misses) { misses_ += misses; }

  std::optional<StoredResult> find(const ActionKey& key) override;
  std::vector<std::optional<StoredResult>> find_all(std::span<const ActionKey> keys) override;
  std::optional<Bytes> load(const BlobRef& blob) override;
  /// The only thing of the store's that other threads may use beside it.
  std::unique_ptr<BlobReader> blob_reader() override;
  void put(std::span<const NewResult> results) override;
  Claim claim(const ActionKey& key) override;
  void release(const ActionKey& key) override { claims_.release(key); }

  std::optional<StoredTree> load_tree(const TreeId& id) override;
  std::map<std::string, std::string, std::less<>> load_details(const TreeId& id) override;
  std::map<std::string, std::string, std::less<>> load_details_of(
      const TreeId& id, const std::vector<std::string>& folders) override;
  void save_tree(const TreeId& id, const TreeUpdate& update) override;
  void add_intents(const TreeId& id, const std::vector<std::string>& output_paths) override;
  std::vector<std::string> intents(const TreeId& id) override;
  std::map<TreeId, std::string> tree_headers() override;

 private:
  std::int64_t hour() const;
  bool is_stale(std::int64_t last_use_hour) const;
  std::optional<StoredResult> take(const ActionKey& key, Checked<ResultRow> row);
  Checked<Bytes> load_checked(const BlobRef& blob);
  bool put_rows(std::span<const NewResult> results);
  void tell_damaged_entry();
  /// What was used since the store was opened: hours of last use, hits and misses.
  void write_use(Database& database) const;
  void forget_use();
  void note_use();
  void keep_within_limit();

  StoreOptions options_;
  Warnings warnings_;
  Index index_;
  BlobFiles blobs_;
  Claims claims_;
  std::set<ActionKey> used_results_;
  std::set<TreeId> used_trees_;
  std::int64_t hits_ = 0;
  std::int64_t misses_ = 0;
  bool wrote_ = false;
  bool is_over_limit_ = false;  ///< or may be, for all that is recorded
};

}  // namespace pixmill::cache
