#include <algorithm>
#include <optional>
#include <utility>

#include "engine/base/free_memory.h"
#include "engine/base/parallel.h"
#include "engine/build/build.h"
#include "engine/build/build_fingerprint.h"
#include "engine/build/build_manifest.h"
#include "engine/build/check_request.h"
#include "engine/build/count_entry.h"
#include "engine/build/output_folder.h"
#include "engine/build/plan.h"
#include "engine/build/plan_summary.h"
#include "engine/build/planned_images.h"
#include "engine/build/prepare.h"
#include "engine/build/remembered_tree.h"
#include "engine/build/rule_files.h"
#include "engine/build/run.h"
#include "engine/build/stale_outputs.h"
#include "engine/build/tree_state.h"
#include "engine/build/tree_update.h"

namespace pixmill {

namespace {

/// One build of one tree, step by step.
class TreeBuild {
 public:
  TreeBuild(const BuildRequest& request,
            SettingsLayers& layers,
            const RunOptions& options,
            const Surroundings& around,
            CheckedRequest paths)
      : request_(request),
        layers_(layers),
        options_(options),
        around_(around),
        paths_(std::move(paths)),
        tree_(tree_id(paths_)),
        fingerprint_(build_fingerprint(layers)) {}

  Result<Summary> run() {
    auto summary = update();
    if (!summary || options_.dry_run || summary->interrupted || !summary->failures.empty()) {
      return summary;
    }
    auto written = write_rule_files(request_, std::move(dependencies_), around_.files);
    if (!written) return unexpected(std::move(written).error());
    return summary;
  }

 private:
  Result<Summary> update() {
    auto summary = attempt({.outputs_later = !options_.dry_run, .may_splice = true});
    if (!summary) summary = attempt({.outputs_later = false, .may_splice = false});
    return *std::move(summary);
  }

  /// What a plan may take to be so, before it is seen while the plan is carried out.
  struct Assumptions {
    bool outputs_later;
    bool may_splice;
  };

  /// Nothing if that was not so: what was worked out until then is in the cache.
  std::optional<Result<Summary>> attempt(const Assumptions& assumed) {
    RecipeTable recipes(layers_);
    auto plan = make_plan({paths_,
                           request_.excludes,
                           options_,
                           tree_,
                           fingerprint_,
                           assumed.outputs_later,
                           assumed.may_splice},
                          recipes,
                          around_);
    if (!plan) return unexpected(std::move(plan).error());
    if (!request_.rule.depfile.empty()) {
      dependencies_ = rule_dependencies(request_, paths_, *plan);
    }
    if (plan->nothing_to_do) {
      if (!outputs_are_as_planned(*plan)) return given_up(*plan);
      if (plan->dates_changed && !options_.dry_run) {
        around_.trees.save_tree(tree_, dates_update(*plan));
      }
      return unchanged_summary(*plan);
    }
    Summary summary = summary_of_unchanged(*plan);
    const std::size_t to_do = count_to_do(plan->images);
    around_.reporter.planned(summary.counters.unchanged + to_do, to_do);
    if (options_.dry_run) {
      add_dry_run(*plan, around_.reporter, summary);
      return summary;
    }
    return carry_out(*plan, recipes, std::move(summary));
  }

  /// Nothing: see attempt().
  std::optional<Result<Summary>> carry_out(Plan& plan,
                                           const RecipeTable& recipes,
                                           Summary summary) {
    auto outputs = OutputFolder::open(paths_.output, around_.files);
    if (!outputs) return unexpected(outputs.error());
    add_unrecorded_outputs(tree_, paths_.manifest, options_.limits, around_, plan);
    if (!plan.stale.empty() && !outputs_are_as_planned(plan)) return given_up(plan);
    Counters cleared;
    clear_the_way(plan, **outputs, cleared);
    summary.counters += cleared;

    std::optional<ComingManifest> manifest;
    const auto at_end = [&](RunResult& finished) {
      add_results(finished, summary);
      add_unchanged(plan, finished);
      manifest = stage_manifest(build_manifest(plan, finished, summary), plan, paths_, **outputs);
      update_ = begin_tree_update(plan, finished, recipes);
    };
    const auto confirm = [&] { return holds(plan, manifest); };
    RunResult result =
        pixmill::run(plan, {tree_, recipes, options_, **outputs, around_, at_end, confirm});
    if (result.refuted) {
      if (manifest) discard(*manifest, **outputs);
      spent_ += plan.counters;
      spent_ += cleared;
      spent_ += result.counters;
      return std::nullopt;
    }
    const bool is_as_foreseen = manifest && result.failures.size() == summary.failures.size();
    if (!manifest) add_results(result, summary);
    summary.counters += result.counters;
    summary.counters += spent_;
    summary.failures = result.failures;
    summary.interrupted = !result.complete && options_.stop && options_.stop->load();
    // A build that was stopped half way leaves manifest and tree state as they were: what it
    // finished is in the cache and in place, and the next build finds both.
    if (!result.complete) return summary;

    if (!is_as_foreseen) {
      discard(*manifest, **outputs);
      count_again(plan, result, summary);
      manifest = stage_manifest_again(plan, result, summary, **outputs);
      update_ = begin_tree_update(plan, result, recipes);
    }
    const std::vector<LeftBehind> left =
        remove_stale_outputs(plan, result, **outputs, summary.counters);
    auto placed = put_manifest(*manifest, paths_, **outputs, around_.files);
    record(plan, result, recipes, placed, summary);
    remember_left_behind(left, tree_, around_.trees);
    for (const LeftBehind& one : left) {
      if (!one.fault) continue;
      fail(one.output.path, "its source is gone, and the output stays: " + *one.fault, summary);
    }
    return summary;
  }

  /// Every entry, after the unchanged ones were put beside the new ones.
  static void count_again(const Plan& plan, const RunResult& result, Summary& summary) {
    summary.formats.clear();
    summary.statuses.clear();
    summary.foreign_files = plan.ignored;
    add_results(result, summary);
  }

  /// Where an output could not be put in place after all. The last manifest's text is used up, but
  /// its file is there.
  ComingManifest stage_manifest_again(Plan& plan,
                                      const RunResult& result,
                                      const Summary& summary,
                                      OutputFolder& outputs) {
    if (plan.spliced) {
      plan.spliced =
          splice_manifest(plan, paths_.manifest, plan.spliced->remembered, around_.files);
      if (!plan.spliced) return lost_manifest();
    }
    return stage_manifest(build_manifest(plan, result, summary), plan, paths_, outputs);
  }

  /// Before anything of the plan was carried out.
  std::nullopt_t given_up(const Plan& plan) {
    spent_ += plan.counters;
    for (const PlannedImage& image : plan.images) count_reads(image, spent_);
    return std::nullopt;
  }

  /// Whether what the plan took to be so is so. Before the new manifest is made the last one is
  /// read for this alone, once: what was put in place or told till then cannot be taken back.
  bool holds(Plan& plan, const std::optional<ComingManifest>& manifest) {
    if (!outputs_are_as_planned(plan)) return false;
    if (manifest) return !manifest->is_lost();
    if (!plan.spliced || std::exchange(last_manifest_is_checked_, true)) return true;
    return check(plan.spliced->last).has_value();
  }

  static bool outputs_are_as_planned(Plan& plan) {
    return !plan.pending || plan.pending->are_as_recorded();
  }

  static void discard(ComingManifest& manifest, OutputFolder& outputs) {
    if (manifest.staged && !manifest.staged->temporary.empty()) outputs.discard(*manifest.staged);
  }

  static ComingManifest lost_manifest() {
    ComingManifest lost;
    lost.staged = unexpected(ErrorCode::changed, "changed while the build ran; build again");
    return lost;
  }

  static void add_results(const RunResult& result, Summary& summary) {
    for (const FolderState& folder : result.entries) {
      for (const EntryState& entry : folder) count_entry(summary, entry);
    }
    summary.failures = result.failures;
    summary.statuses[ImageStatus::failed] = result.failures.size();
  }

  /// Puts the unchanged entries of each folder beside the new ones.
  static void add_unchanged(Plan& plan, RunResult& result) {
    for (std::size_t i = 0; i < plan.folders.size(); ++i) {
      FolderState& entries = result.entries[i];
      FolderState& unchanged = plan.folders[i].unchanged;
      if (entries.empty()) {
        entries = std::move(unchanged);
        continue;
      }
      std::move(unchanged.begin(), unchanged.end(), std::back_inserter(entries));
      std::sort(entries.begin(), entries.end(), [](const EntryState& a, const EntryState& b) {
        return a.name < b.name;
      });
    }
  }

  /// Writes what the next build is to know, if the manifest is in place. Uses up plan and result.
  void record(Plan& plan,
              RunResult& result,
              const RecipeTable& recipes,
              Result<PlacedManifest>& placed,
              Summary& summary) {
    if (!placed) {
      // beside what failed before it, which a full disk has caused as well
      fail(paths_.manifest, placed.error().message, summary);
      return;
    }
    TreeHeader header = header_of(summary);
    header.manifest = placed->version;
    header.manifest_hash = placed->hash;
    header.recipes = recipes.parts();
    finish_tree_update(plan, result, header, update_);
    const auto save = [&] {
      around_.trees.save_tree(tree_, update_);
      // not beside it: a disk that is told of what is freed (mounted with discard) lets nothing
      // else be written for as long as it takes, which is longer than all the rest here
      placed->replaced.reset();
    };
    const auto free_memory = [&] {
      plan = {};
      result = {};
      give_freed_memory_back();
    };
    run_beside(save, free_memory);
  }

  TreeHeader header_of(const Summary& summary) const {
    TreeHeader header;
    header.fingerprint = fingerprint_;
    for (const ScanRoot& root : paths_.roots) header.roots.push_back(root.named);
    header.output = paths_.output;
    header.formats = summary.formats;
    header.statuses = summary.statuses;
    header.foreign_files = summary.foreign_files;
    return header;
  }

  static void fail(const std::string& path, const std::string& message, Summary& summary) {
    summary.failures.push_back(
        {path, ImageStatus::failed, Origin::miss, Format::none, 0, 0, message});
  }

  const BuildRequest& request_;
  SettingsLayers& layers_;
  const RunOptions& options_;
  const Surroundings& around_;
  const CheckedRequest paths_;
  const TreeId tree_;
  const Hash128 fingerprint_;
  std::vector<std::string> dependencies_;  ///< for the depfile, if one is wanted
  TreeUpdate update_;                      ///< for the next build
  bool last_manifest_is_checked_ = false;
  Counters spent_;  ///< by an attempt that came to nothing
};

}  // namespace

Result<Summary> build_tree(const BuildRequest& request,
                           SettingsLayers& layers,
                           const RunOptions& options,
                           const Surroundings& around) {
  auto paths = check_request(request, around.files);
  if (!paths) return unexpected(std::move(paths).error());
  return TreeBuild(request, layers, options, around, std::move(*paths)).run();
}

}  // namespace pixmill
