#include "engine/build/explain.h"

#include "engine/build/check_request.h"
#include "engine/build/tree_state.h"

namespace pixmill {

namespace {

/// What the last build of some tree knew of a file.
struct LastBuild {
  TreeHeader header;
  EntryState entry;
  std::string relative;
};

std::optional<EntryState> find_entry(const StoredTree& tree,
                                     std::string_view folder_key,
                                     std::string_view name) {
  const auto record = tree.folders.find(folder_key);
  if (record == tree.folders.end()) return std::nullopt;
  auto folder = decode_folder(record->second);
  if (!folder) return std::nullopt;
  for (EntryState& entry : *folder) {
    if (entry.name == name) return std::move(entry);
  }
  return std::nullopt;
}

/// The file in one tree, under whichever of its roots it lies.
std::optional<LastBuild> find_in_tree(const TreeId& id,
                                      const TreeHeader& header,
                                      const std::string& path,
                                      TreeStore& trees) {
  for (std::size_t i = 0; i < header.roots.size(); ++i) {
    const std::string& root = header.roots[i];
    if (!lies_within(path, root)) continue;
    const std::string relative =
        path == root ? std::string(file_name(path)) : path.substr(root.size() + 1);
    const auto stored = trees.load_tree(id);
    if (!stored) continue;
    const std::string key = std::to_string(i) + "/" + std::string(parent_path(relative));
    if (auto entry = find_entry(*stored, key, file_name(relative))) {
      return LastBuild{header, std::move(*entry), relative};
    }
  }
  return std::nullopt;
}

std::optional<LastBuild> find_last_build(const std::string& path, TreeStore& trees) {
  for (const auto& [id, record] : trees.tree_headers()) {
    const auto header = decode_header(record);
    if (!header) continue;
    if (auto found = find_in_tree(id, *header, path, trees)) return found;
  }
  return std::nullopt;
}

}  // namespace

Result<Explanation> explain(const std::string& path,
                            SettingsLayers& layers,
                            const Limits& limits,
                            const Surroundings& around) {
  const auto real = resolve_path(path, around.files);
  if (!real) return unexpected(real.error());
  const auto content = around.files.read(path, limits.max_file_bytes);
  if (!content) return unexpected(content.error().code, path + ": " + content.error().message);

  Explanation result;
  result.path = path;
  result.relative = path;
  const auto last = find_last_build(*real, around.trees);
  if (last) result.relative = last->relative;
  result.content = content_hash(content->bytes);
  result.format = sniff_format(content->bytes);
  if (result.format == Format::none) {
    return unexpected(ErrorCode::corrupt_input,
                      path + ": is no image in any format that pixmill knows");
  }
  result.profile = &layers.profile(layers.profile_of(result.relative));
  result.parts = recipe_parts(result.format, result.format, result.profile->settings);
  result.key = action_key(recipe_hash(result.parts), result.content);
  result.is_hit = around.results.find(result.key).has_value();
  if (last && last->entry.recipe < last->header.recipes.size()) {
    result.last_content = last->entry.content;
    result.last_parts = last->header.recipes[last->entry.recipe];
    result.last_output = last->header.output;
  }
  return result;
}

}  // namespace pixmill
