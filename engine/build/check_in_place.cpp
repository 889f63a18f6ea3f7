#include <algorithm>
#include <set>
#include <utility>

#include "engine/build/check.h"
#include "engine/build/find_answers.h"
#include "engine/build/plan_in_place.h"

namespace pixmill {

namespace {

/// The folder that stands before a root's relative paths in what is told: as it was given.
std::string shown_folder(const std::string& path, const ScanRoot& root) {
  if (root.chosen) return root.prefix;
  std::string_view shown = path;
  while (shown.starts_with("./")) shown.remove_prefix(2);
  while (shown.size() > 1 && shown.ends_with('/')) shown.remove_suffix(1);
  return shown == "." ? std::string() : std::string(shown);
}

/// All roots in one plan, so that a hundred files named one by one are read and worked out in
/// parallel like a folder of them. A file that two roots hold is checked once.
Plan plan_all(const InPlaceScan& wanted, FileSystem& files) {
  Plan all;
  all.in_place = true;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < wanted.paths.roots.size(); ++i) {
    const ScanRoot& root = wanted.paths.roots[i];
    const std::string shown = shown_folder(wanted.request.paths[i], root);
    Plan plan = scan_in_place(root, wanted, files);
    for (RefusedEntry& entry : plan.refused) {
      entry.source = join_path(shown, entry.source);
      all.refused.push_back(std::move(entry));
    }
    for (PlannedImage& image : plan.images) {
      if (!seen.insert(image.path).second) continue;
      image.source = join_path(shown, image.source);
      all.images.push_back(std::move(image));
    }
  }
  std::sort(all.images.begin(), all.images.end(), [](const auto& a, const auto& b) {
    return a.source < b.source;
  });
  return all;
}

}  // namespace

Result<CheckResult> check_in_place(const InPlaceRequest& request,
                                   SettingsLayers& layers,
                                   const RunOptions& options,
                                   const Surroundings& around) {
  const auto paths = resolve_in_place(request, around.files);
  if (!paths) return unexpected(paths.error());
  Plan plan = plan_all({request, *paths, options}, around.files);
  RecipeTable recipes(layers);
  look_up_in_place(plan, recipes, options, around);
  around.reporter.planned(plan.images.size(), plan.images.size());
  FoundAnswers found = find_answers(plan, options, around);

  CheckResult result;
  result.counters = found.counters;
  result.failures = std::move(found.failures);
  result.interrupted = !found.complete && options.stop && options.stop->load();
  for (const FoundAnswer& answer : found.answers) {
    const PlannedImage& image = plan.images[answer.image];
    result.images.push_back({image.source,
                             image.format,
                             answer.origin,
                             image.version.stamp.size_bytes,
                             answer.output.size_bytes,
                             OutputState::right});
  }
  return result;
}

}  // namespace pixmill
