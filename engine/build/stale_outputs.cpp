#include "engine/build/stale_outputs.h"

#include <set>

#include "engine/base/relative_path.h"
#include "engine/build/intent.h"
#include "engine/build/manifest.h"

namespace pixmill {

namespace {

/// The outputs that there should be.
std::set<std::string> wanted_outputs(const Plan& plan, const RunResult& result) {
  std::set<std::string> wanted;
  for (std::size_t i = 0; i < plan.folders.size(); ++i) {
    for (const EntryState& entry : result.entries[i]) {
      if (!entry.is_foreign()) wanted.insert(join_path(plan.folders[i].relative, entry.name));
    }
  }
  return wanted;
}

/// True if one of the outputs needs the path to be a folder, or a folder of it to be a file.
bool is_in_the_way(const std::string& path, const std::set<std::string>& outputs) {
  const auto below = outputs.lower_bound(path + "/");
  if (below != outputs.end() && lies_within(*below, path)) return true;
  for (std::string_view folder = parent_path(path); !folder.empty(); folder = parent_path(folder)) {
    if (outputs.contains(std::string(folder))) return true;
  }
  return false;
}

}  // namespace

void add_unrecorded_outputs(const TreeId& tree,
                            const std::string& manifest,
                            const Limits& limits,
                            const Surroundings& around,
                            Plan& plan) {
  for (const std::string& text : around.trees.intents(tree)) {
    for (StaleOutput& intent : decode_intents(text)) {
      if (is_safe_relative_path(intent.path)) plan.stale.push_back(std::move(intent));
    }
  }
  if (plan.last) return;
  const auto last = around.files.read(manifest, limits.max_file_bytes);
  if (!last) return;
  for (ManifestOutput& output : outputs_in_manifest(as_text(last->bytes))) {
    plan.stale.push_back({std::move(output.path), output.hash});
  }
}

void clear_the_way(Plan& plan, OutputFolder& outputs, Counters& counters) {
  if (plan.stale.empty()) return;
  std::set<std::string> coming;
  for (const PlannedImage& image : plan.images) {
    if (image.format != Format::none) coming.insert(image.source);
  }
  std::erase_if(plan.stale, [&](const StaleOutput& stale) {
    if (!is_in_the_way(stale.path, coming)) return false;
    const auto removed = outputs.remove(stale.path, stale.hash);
    if (!removed || !*removed) return false;
    ++counters.outputs_removed;
    return true;
  });
}

std::vector<LeftBehind> remove_stale_outputs(const Plan& plan,
                                             const RunResult& result,
                                             OutputFolder& outputs,
                                             Counters& counters) {
  if (plan.stale.empty()) return {};
  const std::set<std::string> wanted = wanted_outputs(plan, result);
  std::vector<LeftBehind> left;
  for (const StaleOutput& stale : plan.stale) {
    if (wanted.contains(stale.path)) continue;
    if (plan.may_have_source(stale.path)) {
      left.push_back({stale, std::nullopt});
      continue;
    }
    const auto removed = outputs.remove(stale.path, stale.hash);
    if (!removed) {
      left.push_back({stale, removed.error().message});
    } else if (*removed) {
      ++counters.outputs_removed;
    }
  }
  return left;
}

void remember_left_behind(const std::vector<LeftBehind>& left,
                          const TreeId& tree,
                          TreeStore& trees) {
  if (left.empty()) return;
  std::vector<StaleOutput> intents;
  intents.reserve(left.size());
  for (const LeftBehind& one : left) intents.push_back(one.output);
  trees.add_intents(tree, {encode_intents(intents)});
}

}  // namespace pixmill
