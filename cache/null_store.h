// The store of --no-cache: it knows nothing and keeps nothing.
#pragma once

#include <memory>

#include "engine/ports/result_store.h"
#include "engine/ports/tree_store.h"

namespace pixmill::cache {

class NullStore final : public ResultStore, public TreeStore {
 public:
  std::optional<StoredResult> find(const ActionKey&) override { return std::nullopt; }
  std::vector<std::optional<StoredResult>> find_all(std::span<const ActionKey> keys) override {
    return std::vector<std::optional<StoredResult>>(keys.size());
  }
  std::optional<Bytes> load(const BlobRef&) override { return std::nullopt; }
  std::unique_ptr<BlobReader> blob_reader() override { return std::make_unique<EmptyReader>(); }
  void put(std::span<const NewResult>) override {}
  Claim claim(const ActionKey&) override { return Claim::ours; }
  void release(const ActionKey&) override {}

  std::optional<StoredTree> load_tree(const TreeId&) override { return std::nullopt; }
  std::map<std::string, std::string, std::less<>> load_details(const TreeId&) override {
    return {};
  }
  std::map<std::string, std::string, std::less<>> load_details_of(
      const TreeId&, const std::vector<std::string>&) override {
    return {};
  }
  void save_tree(const TreeId&, const TreeUpdate&) override {}
  void add_intents(const TreeId&, const std::vector<std::string>&) override {}
  std::vector<std::string> intents(const TreeId&) override { return {}; }
  std::map<TreeId, std::string> tree_headers() override { return {}; }

 private:
  struct EmptyReader final : BlobReader {
    bool load(const BlobRef&, const std::function<void(ByteView)>&) override { return false; }
  };
};

}  // namespace pixmill::cache
