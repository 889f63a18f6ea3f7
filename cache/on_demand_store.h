// A store that touches its folder only when something is first asked of it, so that a request which
// is refused leaves no trace, not even an empty cache.
#pragma once

#include <optional>

#include "cache/sqlite_store.h"

namespace pixmill::cache {

/// Used from one thread at a time.
class OnDemandStore final : public ResultStore, public TreeStore {
 public:
  explicit OnDemandStore(StoreOptions options) : options_(std::move(options)) {}

  std::optional<StoredResult> find(const ActionKey& key) override { return store().find(key); }
  std::optional<Bytes> load(const BlobRef& blob) override { return store().load(blob); }
  void put(std::span<const NewResult> results) override { store().put(results); }

  std::optional<StoredTree> load_tree(const TreeId& id) override { return store().load_tree(id); }
  std::map<std::string, std::string, std::less<>> load_details(const TreeId& id) override {
    return store().load_details(id);
  }
  void save_tree(const TreeId& id, const TreeUpdate& update) override {
    store().save_tree(id, update);
  }
  void add_intents(const TreeId& id, const std::vector<std::string>& output_paths) override {
    store().add_intents(id, output_paths);
  }
  std::vector<std::string> intents(const TreeId& id) override { return store().intents(id); }
  std::map<TreeId, std::string> tree_headers() override { return store().tree_headers(); }

 private:
  SqliteStore& store() {
    if (!store_) store_.emplace(options_);
    return *store_;
  }

  StoreOptions options_;
  std::optional<SqliteStore> store_;
};

}  // namespace pixmill::cache
