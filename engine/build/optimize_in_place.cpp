#include <algorithm>
#include <iterator>

#include "engine/build/build.h"
#include "engine/build/count_entry.h"
#include "engine/build/in_place_keys.h"
#include "engine/build/output_folder.h"
#include "engine/build/plan_in_place.h"
#include "engine/build/plan_summary.h"
#include "engine/build/prepare.h"
#include "engine/build/run.h"

namespace pixmill {

namespace {

void add_run(Summary& summary, const Plan& plan, const RunResult& result) {
  for (const FolderState& folder : result.entries) {
    for (const EntryState& entry : folder) count_entry(summary, entry);
  }
  summary.foreign_files += plan.ignored;
  summary.statuses[ImageStatus::failed] += result.failures.size();
  std::copy(result.failures.begin(), result.failures.end(), std::back_inserter(summary.failures));
  summary.counters += result.counters;
}

}  // namespace

Result<Summary> optimize_in_place(const InPlaceRequest& request,
                                  SettingsLayers& layers,
                                  const RunOptions& options,
                                  const Surroundings& around) {
  const auto paths = resolve_in_place(request, around.files);
  if (!paths) return unexpected(paths.error());
  Summary summary;
  RecipeTable recipes(layers);
  InPlaceKeys keys;
  for (const ScanRoot& root : paths->roots) {
    Plan plan = scan_in_place(root, {request, *paths, options}, around.files);
    look_up_in_place(plan, recipes, options, around);
    const std::size_t to_do = count_to_do(plan.images);
    around.reporter.planned(to_do, to_do);
    if (options.dry_run) {
      summary.foreign_files += plan.ignored;
      add_dry_run(plan, around.reporter, summary);
      continue;
    }
    auto outputs = OutputFolder::open(root.path, around.files);
    if (!outputs) return unexpected(outputs.error());
    const RunResult result = run(plan, {TreeId{}, recipes, options, **outputs, around});
    add_run(summary, plan, result);
    if (!result.complete) {
      summary.interrupted = options.stop && options.stop->load();
      return summary;
    }
    keys.add(root, plan, result, recipes);
  }
  if (!options.dry_run) keys.save(*paths, around.trees);
  return summary;
}

}  // namespace pixmill
