#include <algorithm>
#include <iterator>

#include "engine/build/build.h"
#include "engine/build/check_request.h"
#include "engine/build/count_entry.h"
#include "engine/build/outcome_record.h"
#include "engine/build/output_folder.h"
#include "engine/build/plan.h"
#include "engine/build/prepare.h"
#include "engine/build/run.h"

namespace pixmill {

namespace {

/// Files that are links stay links: what they lead to is optimized where it lies, if it was named.
Plan scan_in_place(const ScanRoot& root,
                   const std::string& cache,
                   const InPlaceRequest& request,
                   const RunOptions& options,
                   FileSystem& files) {
  ScanRequest wanted{{root}, request.excludes, cache, request.recurse, options.workers()};
  wanted.follow_links = false;
  Scan found = scan(wanted, files);
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
      image.version.stamp = file.stamp;
      plan.images.push_back(std::move(image));
    }
    FolderPlan place;
    place.relative = folder.relative;
    plan.folders.push_back(std::move(place));
  }
  return plan;
}

/// A file that an earlier run wrote is its own result.
void recognize_own_outputs(Plan& plan, const RecipeTable& recipes, ResultStore& results) {
  for (PlannedImage& image : plan.images) {
    if (image.refusal || image.format == Format::none || image.is_hit()) continue;
    const auto stored = results.find(own_output_key(recipes.hash(image.recipe), *image.content));
    if (!stored) continue;
    image.outcome = decode_outcome(stored->record);
    image.output_blob.reset();
    if (image.outcome) image.outcome->status = ImageStatus::kept;
  }
}

void add_run(Summary& summary, const Plan& plan, const RunResult& result) {
  for (const FolderState& folder : result.entries) {
    for (const EntryState& entry : folder) count_entry(summary, entry);
  }
  summary.foreign_files += plan.ignored;
  summary.statuses[ImageStatus::failed] += result.failures.size();
  std::copy(result.failures.begin(), result.failures.end(), std::back_inserter(summary.failures));
  summary.counters += result.counters;
}

void add_dry_run(Summary& summary, const Plan& plan, Reporter& reporter) {
  const auto fail = [&](const std::string& source, const std::string& message) {
    ImageReport report;
    report.source = source;
    report.status = ImageStatus::failed;
    report.message = message;
    reporter.image_done(report);
    summary.failures.push_back(std::move(report));
  };
  for (const RefusedEntry& entry : plan.refused) fail(entry.source, entry.message);
  for (const PlannedImage& image : plan.images) {
    if (image.refusal) fail(image.source, image.refusal->message);
    if (image.refusal || image.format == Format::none) continue;
    ++(image.is_hit() ? summary.counters.hits : summary.counters.misses);
    reporter.image_done({image.source,
                         ImageStatus::kept,
                         image.is_hit() ? Origin::hit : Origin::miss,
                         image.format,
                         image.version.stamp.size_bytes,
                         0,
                         "not done: a dry run"});
  }
}

}  // namespace

Result<Summary> optimize_in_place(const InPlaceRequest& request,
                                  SettingsLayers& layers,
                                  const RunOptions& options,
                                  const Surroundings& around) {
  std::string cache;
  if (!request.cache_folder.empty()) {
    auto resolved = resolve_path(request.cache_folder, around.files);
    if (!resolved) return unexpected(std::move(resolved).error());
    cache = std::move(*resolved);
  }
  std::vector<ScanRoot> roots;
  for (const std::string& path : request.paths) {
    auto root = resolve_root(path, around.files);
    if (!root) return unexpected(std::move(root).error());
    if (!cache.empty() && lies_within(root->path, cache)) {
      return unexpected(ErrorCode::usage, path + ": lies inside the cache");
    }
    roots.push_back(std::move(*root));
  }

  Summary summary;
  RecipeTable recipes(layers, {});
  for (const ScanRoot& root : roots) {
    Plan plan = scan_in_place(root, cache, request, options, around.files);
    prepare_all(plan.images, options, around.files);
    look_up(plan.images, recipes, around.results);
    recognize_own_outputs(plan, recipes, around.results);
    const std::size_t to_do = count_to_do(plan.images);
    around.reporter.planned(to_do, to_do);
    if (options.dry_run) {
      add_dry_run(summary, plan, around.reporter);
      continue;
    }
    auto outputs = OutputFolder::open(root.path, around.files);
    if (!outputs) return unexpected(ErrorCode::usage, outputs.error().message);
    const RunResult result = run(plan, {TreeId{}, recipes, options, **outputs, around});
    add_run(summary, plan, result);
    if (!result.complete) {
      summary.interrupted = options.stop && options.stop->load();
      break;
    }
  }
  return summary;
}

}  // namespace pixmill
