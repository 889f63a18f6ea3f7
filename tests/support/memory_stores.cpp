#include "tests/support/memory_stores.h"

namespace pixmill::test {

namespace {

bool may_change(Power* power) {
  return !power || power->allows_change();
}

}  // namespace

std::optional<StoredResult> MemoryResultStore::find(const ActionKey& key) {
  const std::lock_guard guard(mutex_);
  const auto found = rows_.find(key);
  if (found == rows_.end()) return std::nullopt;
  return found->second;
}

std::vector<std::optional<StoredResult>> MemoryResultStore::find_all(
    std::span<const ActionKey> keys) {
  std::vector<std::optional<StoredResult>> found;
  for (const ActionKey& key : keys) found.push_back(find(key));
  return found;
}

std::unique_ptr<BlobReader> MemoryResultStore::blob_reader() {
  struct Reader final : BlobReader {
    explicit Reader(MemoryResultStore& results) : store(results) {}
    bool load(const BlobRef& blob, const std::function<void(ByteView)>& use) override {
      const auto bytes = store.load(blob);
      if (bytes) use(*bytes);
      return bytes.has_value();
    }
    MemoryResultStore& store;
  };
  return std::make_unique<Reader>(*this);
}

std::optional<Bytes> MemoryResultStore::load(const BlobRef& blob) {
  const std::lock_guard guard(mutex_);
  ++loads;
  const auto found = blobs_.find(blob.hash);
  if (found == blobs_.end()) return std::nullopt;
  return found->second;
}

void MemoryResultStore::put(std::span<const NewResult> results) {
  const std::lock_guard guard(mutex_);
  for (const NewResult& result : results) ours_.erase(result.key);
  if (!may_change(power_)) return;
  ++puts;
  for (const NewResult& result : results) {
    rows_[result.key] = result.result;
    if (result.result.output) {
      blobs_[result.result.output->hash] = Bytes(result.bytes.begin(), result.bytes.end());
    }
  }
}

Claim MemoryResultStore::claim(const ActionKey& key) {
  const std::lock_guard guard(mutex_);
  if (const auto other = others_.find(key); other != others_.end()) {
    const auto asked = other->second.asked;
    asked(++other->second.times);
  }
  if (others_.contains(key)) return Claim::by_another;
  if (rows_.contains(key)) return Claim::stored;
  ours_.insert(key);
  return Claim::ours;
}

void MemoryResultStore::release(const ActionKey& key) {
  const std::lock_guard guard(mutex_);
  ours_.erase(key);
}

void MemoryResultStore::claim_by_another(const ActionKey& key,
                                         std::function<void(std::size_t)> asked) {
  others_[key] = {std::move(asked), 0};
}

void MemoryResultStore::end_other(const ActionKey& key) {
  const std::lock_guard guard(mutex_);
  others_.erase(key);
}

void MemoryResultStore::forget_all() {
  rows_.clear();
  blobs_.clear();
}

std::optional<StoredTree> MemoryTreeStore::load_tree(const TreeId& id) {
  const auto found = trees_.find(id);
  if (found == trees_.end() || !found->second.is_saved) return std::nullopt;
  return found->second.stored;
}

std::map<std::string, std::string, std::less<>> MemoryTreeStore::load_details(const TreeId& id) {
  ++whole_loads;
  return trees_[id].details;
}

std::map<std::string, std::string, std::less<>> MemoryTreeStore::load_details_of(
    const TreeId& id, const std::vector<std::string>& folders) {
  std::map<std::string, std::string, std::less<>> found;
  for (const std::string& folder : folders) {
    const auto details = trees_[id].details.find(folder);
    if (details != trees_[id].details.end()) found.insert(*details);
  }
  return found;
}

void MemoryTreeStore::save_tree(const TreeId& id, const TreeUpdate& update) {
  if (!may_change(power_)) return;
  ++saves;
  Tree& tree = trees_[id];
  tree.is_saved = true;
  tree.intents.clear();
  tree.stored.header = update.header;
  for (const auto& [folder, record] : update.folders) tree.stored.folders[folder] = record;
  for (const auto& [folder, record] : update.details) tree.details[folder] = record;
  for (const std::string& folder : update.removed_folders) {
    tree.stored.folders.erase(folder);
    tree.details.erase(folder);
  }
}

void MemoryTreeStore::add_intents(const TreeId& id, const std::vector<std::string>& output_paths) {
  if (!may_change(power_)) return;
  std::vector<std::string>& intents = trees_[id].intents;
  intents.insert(intents.end(), output_paths.begin(), output_paths.end());
}

std::vector<std::string> MemoryTreeStore::intents(const TreeId& id) {
  return trees_[id].intents;
}

std::map<TreeId, std::string> MemoryTreeStore::tree_headers() {
  std::map<TreeId, std::string> headers;
  for (const auto& [id, tree] : trees_) {
    if (tree.is_saved) headers[id] = tree.stored.header;
  }
  return headers;
}

void MemoryTreeStore::lose_folder(const std::string& key) {
  for (auto& [id, tree] : trees_) tree.stored.folders.erase(key);
}

void MemoryTreeStore::damage_details() {
  for (auto& [id, tree] : trees_) tree.details.clear();
}

}  // namespace pixmill::test
