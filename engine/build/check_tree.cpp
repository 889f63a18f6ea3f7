#include <algorithm>
#include <map>

#include "engine/build/build_fingerprint.h"
#include "engine/build/check.h"
#include "engine/build/check_request.h"
#include "engine/build/find_answers.h"
#include "engine/build/manifest.h"
#include "engine/build/output_folder.h"
#include "engine/build/plan.h"
#include "engine/build/remembered_tree.h"

namespace pixmill {

namespace {

/// One output folder held against one plan.
class TreeCheck {
 public:
  TreeCheck(const CheckedRequest& paths, const RunOptions& options, const Surroundings& around)
      : paths_(paths), options_(options), around_(around) {}

  CheckResult run(Plan& plan) {
    result_.counters = plan.counters;
    add_unchanged(plan);
    if (!plan.nothing_to_do) add_others(plan);
    std::sort(result_.images.begin(), result_.images.end(), [](const auto& a, const auto& b) {
      return a.name < b.name;
    });
    return std::move(result_);
  }

 private:
  /// Two stats proved these right.
  void add_unchanged(const Plan& plan) {
    for (const FolderPlan& folder : plan.folders) {
      for (const EntryState& entry : folder.unchanged) {
        if (entry.is_foreign()) continue;
        const std::string name = join_path(folder.relative, entry.name);
        wanted_.emplace(name, entry.output_hash);
        ++result_.counters.unchanged;
        result_.images.push_back({name,
                                  entry.format,
                                  Origin::unchanged,
                                  entry.source.stamp.size_bytes,
                                  entry.output.stamp.size_bytes,
                                  OutputState::right});
      }
    }
  }

  void add_others(Plan& plan) {
    around_.reporter.planned(plan.images.size() + result_.images.size(), plan.images.size());
    FoundAnswers found = find_answers(plan, options_, around_);
    result_.counters += found.counters;
    result_.failures = std::move(found.failures);
    result_.interrupted = !found.complete && options_.stop && options_.stop->load();
    for (const FoundAnswer& answer : found.answers) add_answer(plan.images[answer.image], answer);
    if (found.complete) check_the_rest(plan);
  }

  void add_answer(const PlannedImage& image, const FoundAnswer& answer) {
    wanted_.emplace(image.source, answer.output.hash);
    result_.images.push_back({image.source,
                              image.format,
                              answer.origin,
                              image.version.stamp.size_bytes,
                              answer.output.size_bytes,
                              state_of(image.source, answer.output)});
  }

  OutputState state_of(const std::string& output, const BlobRef& wanted) const {
    const std::string path = join_path(paths_.output, output);
    const auto stat = around_.files.stat(path, Links::keep);
    if (stat && stat->kind == FileKind::missing) return OutputState::missing;
    KnownVersion version;
    return file_holds(path, wanted, around_.files, version) ? OutputState::right
                                                            : OutputState::different;
  }

  /// Content decides here too: what was an output once and is something else now stays a person's.
  bool is_left_over(const std::string& path, const ContentHash& hash) const {
    const auto stat = around_.files.stat(join_path(paths_.output, path), Links::keep);
    return !wanted_.contains(path) && stat && stat->kind == FileKind::regular &&
           state_of(path, {hash, stat->stamp.size_bytes}) == OutputState::right;
  }

  void check_the_rest(const Plan& plan) {
    std::map<std::string, ContentHash> listed;
    const auto manifest = around_.files.read(paths_.manifest, options_.limits.max_file_bytes);
    if (manifest) {
      for (ManifestOutput& output : outputs_in_manifest(as_text(manifest->bytes))) {
        listed.emplace(std::move(output.path), output.hash);
      }
    }
    std::map<std::string, ContentHash> known = listed;
    for (const StaleOutput& stale : plan.stale) known.insert_or_assign(stale.path, stale.hash);
    for (const auto& [path, hash] : known) {
      if (!plan.may_have_source(path) && is_left_over(path, hash))
        result_.leftovers.push_back(path);
    }
    const bool outputs_are_right =
        result_.leftovers.empty() &&
        std::all_of(result_.images.begin(), result_.images.end(), [](const auto& image) {
          return image.output == OutputState::right;
        });
    result_.manifest_is_stale = outputs_are_right && (!manifest || listed != wanted_);
  }

  const CheckedRequest& paths_;
  const RunOptions& options_;
  const Surroundings& around_;
  std::map<std::string, ContentHash> wanted_;  ///< outputs that there should be
  CheckResult result_;
};

}  // namespace

Result<CheckResult> check_tree(const BuildRequest& request,
                               SettingsLayers& layers,
                               const RunOptions& options,
                               const Surroundings& around) {
  const auto paths = check_request(request, around.files);
  if (!paths) return unexpected(paths.error());
  const TreeId tree = tree_id(*paths);
  RecipeTable recipes(layers);
  auto plan = make_plan(
      {*paths, request.excludes, options, tree, build_fingerprint(layers)}, recipes, around);
  if (!plan) return unexpected(std::move(plan).error());
  return TreeCheck(*paths, options, around).run(*plan);
}

}  // namespace pixmill
