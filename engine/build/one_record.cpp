#include "engine/build/one_record.h"

#include <string>
#include <string_view>

namespace pixmill {

namespace {

constexpr std::string_view k_folder_key = "one";

}  // namespace

TreeId one_tree_id(const CheckedOneRequest& paths) {
  PartHasher hasher;
  hasher.add("one", paths.input);
  hasher.add("output", paths.output);
  hasher.add("name", paths.name);
  return hasher.digest();
}

std::optional<OneRecord> load_one_record(const TreeId& tree, TreeStore& trees) {
  const auto stored = trees.load_tree(tree);
  if (!stored) return std::nullopt;
  auto header = decode_header(stored->header);
  const auto record = stored->folders.find(k_folder_key);
  if (!header || record == stored->folders.end()) return std::nullopt;
  auto folder = decode_folder(record->second);
  if (!folder || folder->size() != 1) return std::nullopt;
  return OneRecord{std::move(*header), std::move(folder->front())};
}

void save_one_record(const TreeId& tree,
                     const OneRecord& record,
                     const ActionKey& key,
                     TreeStore& trees) {
  TreeUpdate update;
  update.header = encode_header(record.header);
  update.folders.emplace(k_folder_key, encode_folder({record.entry}));
  update.keys[std::string(k_folder_key)] = {key};
  trees.save_tree(tree, update);
}

bool proves_unchanged(const OneRecord& record, const OneRequest& request, FileSystem& files) {
  const auto source = files.stat(request.input, Links::follow);
  const auto output = files.stat(request.output, Links::keep);
  return source && record.entry.source.proves_unchanged(source->stamp) && output &&
         record.entry.output.proves_unchanged(output->stamp);
}

bool is_worth_saving(const OneRecord& record, const std::optional<OneRecord>& last) {
  const EntryState& entry = record.entry;
  if (!last || (entry.source.trusted && entry.output.trusted)) return true;
  return last->header.fingerprint != record.header.fingerprint ||
         last->header.recipes != record.header.recipes || last->entry.content != entry.content ||
         last->entry.output_hash != entry.output_hash;
}

}  // namespace pixmill
