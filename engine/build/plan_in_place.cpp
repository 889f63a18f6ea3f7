#include "engine/build/plan_in_place.h"

#include "engine/build/check_request.h"
#include "engine/build/look_up.h"
#include "engine/build/outcome_record.h"
#include "engine/build/prepare.h"

namespace pixmill {

namespace {

/// A file that was named itself is matched by globs as it was named.
std::string prefix_of(std::string_view path, const ScanRoot& root) {
  if (!root.chosen) return {};
  while (path.starts_with("./")) path.remove_prefix(2);
  return std::string(parent_path(path));
}

void recognize_own_outputs(Plan& plan, const RecipeTable& recipes, ResultStore& results) {
  for (PlannedImage& image : plan.images) {
    if (image.refusal || image.format == Format::none) continue;
    const auto stored = results.find(own_output_key(recipes.hash(image.recipe), *image.content));
    auto outcome = stored ? decode_outcome(stored->record) : std::nullopt;
    if (!outcome) continue;
    image.outcome = std::move(outcome);
    image.outcome->status = ImageStatus::kept;
    image.output_blob.reset();
  }
}

}  // namespace

Result<InPlacePaths> resolve_in_place(const InPlaceRequest& request, FileSystem& files) {
  InPlacePaths paths;
  if (!request.cache_folder.empty()) {
    auto cache = resolve_path(request.cache_folder, files);
    if (!cache) return unexpected(std::move(cache).error());
    paths.cache_folder = std::move(*cache);
  }
  for (const std::string& path : request.paths) {
    auto root = resolve_root(path, files);
    if (!root) return unexpected(std::move(root).error());
    if (!paths.cache_folder.empty() && lies_within(root->path, paths.cache_folder)) {
      return unexpected(ErrorCode::usage, path + ": lies inside the cache");
    }
    root->prefix = prefix_of(path, *root);
    paths.roots.push_back(std::move(*root));
  }
  return paths;
}

Plan scan_in_place(const ScanRoot& root, const InPlaceScan& wanted, FileSystem& files) {
  ScanRequest request{{root},
                      wanted.request.excludes,
                      wanted.paths.cache_folder,
                      wanted.request.recurse,
                      wanted.options.workers()};
  request.follow_links = false;
  Scan found = scan(request, files);
  Plan plan;
  plan.in_place = true;
  plan.refused = std::move(found.refused);
  plan.ignored = found.ignored;
  for (const ScannedFolder& folder : found.folders) {
    for (const SourceFile& file : folder.files) {
      PlannedImage image;
      image.folder = plan.folders.size();
      image.name = file.name;
      image.source = join_path(folder.relative, file.name);
      image.path = join_path(root.path, image.source);
      image.matched_as = join_path(root.prefix, image.source);
      image.version.stamp = file.stamp;
      plan.images.push_back(std::move(image));
    }
    FolderPlan place;
    place.relative = folder.relative;
    plan.folders.push_back(std::move(place));
  }
  return plan;
}

void look_up_in_place(Plan& plan,
                      RecipeTable& recipes,
                      const RunOptions& options,
                      const Surroundings& around) {
  prepare_all(plan.images, options, around.files);
  look_up(plan.images, recipes, around.results);
  recognize_own_outputs(plan, recipes, around.results);
  inspect_misses(plan.images, options, around.files);
}

}  // namespace pixmill
