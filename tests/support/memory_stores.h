// The stores' ports in memory: they count, lose things when told to, and die with the power.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "engine/base/hash.h"
#include "engine/ports/result_store.h"
#include "engine/ports/tree_store.h"
#include "tests/support/power.h"

namespace pixmill::test {

class MemoryResultStore final : public ResultStore {
 public:
  explicit MemoryResultStore(Power* power = nullptr) : power_(power) {}

  std::optional<StoredResult> find(const ActionKey& key) override;
  std::vector<std::optional<StoredResult>> find_all(std::span<const ActionKey> keys) override;
  std::optional<Bytes> load(const BlobRef& blob) override;
  std::unique_ptr<BlobReader> blob_reader() override;
  void put(std::span<const NewResult> results) override;
  Claim claim(const ActionKey& key) override;
  void release(const ActionKey& key) override;

  void forget_all();
  /// Rows stay; blobs answer a miss, as damaged ones do.
  void damage_blobs() { blobs_.clear(); }

  /// Another process works on the result. Each time that it is asked for, `asked` is called first
  /// (with the number of times so far), and may let the other one end.
  void claim_by_another(const ActionKey& key, std::function<void(std::size_t)> asked);
  void end_other(const ActionKey& key);

  std::size_t size() const { return rows_.size(); }
  std::size_t claims_held() const { return ours_.size(); }
  std::size_t loads = 0;
  std::size_t puts = 0;

 private:
  struct Other {
    std::function<void(std::size_t)> asked;
    std::size_t times = 0;
  };

  Power* power_;
  std::recursive_mutex mutex_;
  std::set<ActionKey> ours_;
  std::map<ActionKey, Other> others_;
  std::map<ActionKey, StoredResult> rows_;
  std::map<ContentHash, Bytes> blobs_;
};

class MemoryTreeStore final : public TreeStore {
 public:
  explicit MemoryTreeStore(Power* power = nullptr) : power_(power) {}

  std::optional<StoredTree> load_tree(const TreeId& id) override;
  std::map<std::string, std::string, std::less<>> load_details(const TreeId& id) override;
  std::map<std::string, std::string, std::less<>> load_details_of(
      const TreeId& id, const std::vector<std::string>& folders) override;
  void save_tree(const TreeId& id, const TreeUpdate& update) override;
  void add_intents(const TreeId& id, const std::vector<std::string>& output_paths) override;
  std::vector<std::string> intents(const TreeId& id) override;
  std::map<TreeId, std::string> tree_headers() override;

  void forget_all() { trees_.clear(); }
  /// Manifest rows answer a miss.
  void damage_details();
  /// A folder's record of state is missing, as one that is damaged.
  void lose_folder(const std::string& key);
  std::size_t saves = 0;
  std::size_t whole_loads = 0;  ///< of the details of all folders at once

 private:
  struct Tree {
    StoredTree stored;
    std::map<std::string, std::string, std::less<>> details;
    std::vector<std::string> intents;
    bool is_saved = false;
  };

  Power* power_;
  std::map<TreeId, Tree> trees_;
};

}  // namespace pixmill::test
