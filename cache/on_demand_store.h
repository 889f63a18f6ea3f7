// A store that touches its folder only when something is first asked of it, so that a request which
// is refused leaves no trace, not even an empty cache; and that is used from one thread at a time,
// whichever ask it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "cache/null_store.h"
#include "cache/sqlite_store.h"

namespace pixmill::cache {

class OnDemandStore final : public ResultStore, public TreeStore {
 public:
  explicit OnDemandStore(StoreOptions options) : options_(std::move(options)) {}

  std::optional<StoredResult> find(const ActionKey& key) override {
    const std::lock_guard guard(mutex_);
    if (has_folder()) return store().find(key);
    ++misses_;
    return std::nullopt;
  }
  std::vector<std::optional<StoredResult>> find_all(std::span<const ActionKey> keys) override {
    const std::lock_guard guard(mutex_);
    if (has_folder()) return store().find_all(keys);
    misses_ += static_cast<std::int64_t>(keys.size());
    return std::vector<std::optional<StoredResult>>(keys.size());
  }
  std::unique_ptr<BlobReader> blob_reader() override {
    const std::lock_guard guard(mutex_);
    return has_folder() ? store().blob_reader() : NullStore().blob_reader();
  }
  std::optional<Bytes> load(const BlobRef& blob) override {
    const std::lock_guard guard(mutex_);
    return has_folder() ? store().load(blob) : std::nullopt;
  }
  void put(std::span<const NewResult> results) override {
    const std::lock_guard guard(mutex_);
    store().put(results);
  }
  Claim claim(const ActionKey& key) override {
    const std::lock_guard guard(mutex_);
    return store().claim(key);
  }
  void release(const ActionKey& key) override {
    const std::lock_guard guard(mutex_);
    store().release(key);
  }

  std::optional<StoredTree> load_tree(const TreeId& id) override {
    const std::lock_guard guard(mutex_);
    return has_folder() ? store().load_tree(id) : std::nullopt;
  }
  std::map<std::string, std::string, std::less<>> load_details(const TreeId& id) override {
    const std::lock_guard guard(mutex_);
    if (!has_folder()) return {};
    return store().load_details(id);
  }
  std::map<std::string, std::string, std::less<>> load_details_of(
      const TreeId& id, const std::vector<std::string>& folders) override {
    const std::lock_guard guard(mutex_);
    if (!has_folder()) return {};
    return store().load_details_of(id, folders);
  }
  void save_tree(const TreeId& id, const TreeUpdate& update) override {
    const std::lock_guard guard(mutex_);
    store().save_tree(id, update);
  }
  void add_intents(const TreeId& id, const std::vector<std::string>& output_paths) override {
    const std::lock_guard guard(mutex_);
    store().add_intents(id, output_paths);
  }
  std::vector<std::string> intents(const TreeId& id) override {
    const std::lock_guard guard(mutex_);
    if (!has_folder()) return {};
    return store().intents(id);
  }
  std::map<TreeId, std::string> tree_headers() override {
    const std::lock_guard guard(mutex_);
    if (!has_folder()) return {};
    return store().tree_headers();
  }

 private:
  /// Without one there is nothing to find.
  bool has_folder() const {
    std::error_code unreadable;
    return store_ || std::filesystem::exists(options_.folder, unreadable);
  }

  SqliteStore& store() {
    if (!store_) store_.emplace(options_).count_misses(std::exchange(misses_, 0));
    return *store_;
  }

  std::mutex mutex_;
  StoreOptions options_;
  std::optional<SqliteStore> store_;
  std::int64_t misses_ = 0;  ///< before there was a folder
};

}  // namespace pixmill::cache
