#include "engine/build/plan.h"

#include <algorithm>
#include <unordered_set>

#include "engine/base/parallel.h"
#include "engine/build/compare_folders.h"
#include "engine/build/distinct_outputs.h"
#include "engine/build/look_up.h"
#include "engine/build/output_folder.h"
#include "engine/build/planned_images.h"
#include "engine/build/prepare.h"
#include "engine/build/survey.h"

namespace pixmill {

namespace {

bool lies_in(const UnseenPath& unseen, std::string_view path) {
  return unseen.relative.empty() || lies_within(path, unseen.relative);
}

class Planner {
 public:
  Planner(const PlanRequest& request, RecipeTable& recipes, const Surroundings& around)
      : request_(request), recipes_(recipes), around_(around) {}

  Result<Plan> run() {
    auto [known, found] = survey({request_.paths.roots,
                                  request_.excludes,
                                  request_.paths.cache_folder,
                                  true,
                                  request_.options.workers()},
                                 request_.tree,
                                 around_);
    stored_ = std::move(known.stored);
    recipes_.begin_with(std::move(known.recipes));
    if (stored_) plan_.last = decode_header(stored_->header);
    same_settings_ = plan_.last && plan_.last->fingerprint == request_.fingerprint;
    plan_.has_last_manifest = has_last_manifest();
    compare_with_records(std::move(found));
    plan_.nothing_to_do = is_nothing_to_do();
    if (plan_.nothing_to_do) return std::move(plan_);
    load_rows();
    if (auto distinct = look_up_and_check(); !distinct) return unexpected(distinct.error());
    inspect_misses(plan_.images, request_.options, around_.files);
    return std::move(plan_);
  }

 private:
  Status look_up_and_check() {
    Status distinct;
    parallel_for(2, request_.options.workers(), [&](std::size_t i) {
      if (i == 0) return look_up(plan_.images, recipes_, around_.results);
      distinct = check_distinct_outputs(plan_, request_.paths);
    });
    return distinct;
  }

  void compare_with_records(Scan found) {
    plan_.refused = std::move(found.refused);
    plan_.unseen = std::move(found.unseen);
    plan_.ignored = found.ignored;
    auto comparisons =
        compare_sources(found.folders, stored_ ? &*stored_ : nullptr, request_.options.workers());
    if (may_look_later(comparisons)) {
      plan_.pending = std::make_unique<PendingOutputs>(std::move(found.folders),
                                                       comparisons,
                                                       request_.paths.output,
                                                       request_.options.workers(),
                                                       around_.files);
    } else {
      compare_outputs(found.folders,
                      comparisons,
                      request_.paths.output,
                      request_.options.workers(),
                      around_.files);
    }
    const std::vector<ScannedFolder>& folders =
        plan_.pending ? plan_.pending->folders() : found.folders;
    plan_.images.reserve(count_changed_files(comparisons));
    for (std::size_t i = 0; i < folders.size(); ++i) add_folder(folders[i], comparisons[i]);
    sort_by_source(plan_.images);
    find_gone_folders();
    prepare_all(plan_.images, request_.options, around_.files);
    settle_dates(plan_, [&](const EntryState& entry, const std::string& folder) {
      return has_same_recipe(entry, folder);
    });
  }

  /// True if something is to be done for the sources' sake, and too little for a plan that has to
  /// be made again to matter.
  bool may_look_later(const std::vector<ComparedFolder>& comparisons) const {
    constexpr std::size_t k_little = 16;
    if (!request_.outputs_later || !request_.options.workers().can_spare_one()) return false;
    if (!same_settings_ || !plan_.has_last_manifest) return false;
    const std::size_t changed = count_changed_files(comparisons);
    return changed > 0 && changed <= k_little;
  }

  void add_folder(const ScannedFolder& scanned, ComparedFolder& comparison) {
    FolderPlan folder;
    folder.root = scanned.root;
    folder.relative = scanned.relative;
    folder.key = folder_key(scanned);
    remembered_ += comparison.with_output.size();
    if (same_settings_ && comparison.is_unchanged()) {
      folder.unchanged = std::move(comparison.known);
      plan_.folders.push_back(std::move(folder));
      return;
    }
    for (std::size_t i = 0; i < scanned.files.size(); ++i) {
      EntryState* entry = comparison.entries[i];
      const bool is_unchanged = entry && comparison.standings[i].is_unchanged();
      if (is_unchanged && has_same_recipe(*entry, scanned.relative)) {
        folder.unchanged.push_back(std::move(*entry));
      } else {
        plan_.images.push_back(planned(scanned, scanned.files[i], entry, comparison.standings[i]));
      }
    }
    for (const EntryState* gone : comparison.gone) retire(*gone, folder);
    plan_.folders.push_back(std::move(folder));
  }

  /// An entry without a file: its output is stale, or kept where that cannot be known.
  void retire(const EntryState& entry, FolderPlan& folder) {
    if (!entry.is_foreign()) ++remembered_;
    const std::string path = join_path(folder.relative, entry.name);
    if (is_unseen(folder.root, path)) {
      keep(entry, folder);
      return;
    }
    folder.changed = true;
    if (!entry.is_foreign()) plan_.stale.push_back({path, entry.output_hash});
  }

  bool is_unseen(std::size_t root, const std::string& path) const {
    return std::any_of(plan_.unseen.begin(), plan_.unseen.end(), [&](const UnseenPath& unseen) {
      return unseen.root == root && lies_in(unseen, path);
    });
  }

  /// What cannot be looked at is taken to be as it was, as long as its output is there.
  void keep(EntryState entry, FolderPlan& folder) {
    if (!entry.is_foreign()) {
      const std::string output = join_path(folder.relative, entry.name);
      const auto stat = around_.files.stat(join_path(request_.paths.output, output), Links::keep);
      if (!stat || stat->kind != FileKind::regular) {
        folder.changed = true;
        return;
      }
      if (!has_same_recipe(entry, folder.relative)) {
        // the header will name the new settings, by which this output was not made
        entry.output.trusted = false;
        folder.changed = true;
      }
    }
    const auto place =
        std::lower_bound(folder.unchanged.begin(),
                         folder.unchanged.end(),
                         entry.name,
                         [](const auto& a, const auto& name) { return a.name < name; });
    folder.unchanged.insert(place, std::move(entry));
  }

  bool has_same_recipe(const EntryState& entry, const std::string& folder) {
    if (same_settings_ || entry.is_foreign()) return true;
    const std::string source = join_path(folder, entry.name);
    return recipes_.number_for(source, entry.format) == entry.recipe;
  }

  PlannedImage planned(const ScannedFolder& scanned,
                       const SourceFile& file,
                       EntryState* entry,
                       Standing standing) const {
    PlannedImage image;
    image.folder = plan_.folders.size();
    image.name = file.name;
    image.source = join_path(scanned.relative, file.name);
    image.path = join_path(request_.paths.roots[scanned.root].path, image.source);
    image.version = {file.stamp, false};
    if (!entry) return image;
    if (!entry->is_foreign()) image.last_output = entry->output_hash;
    if (standing.same_source) {
      image.version = entry->source;
      image.content = entry->content;
      image.format = entry->format;
    } else if (standing.same_output) {
      image.known = entry;
    }
    return image;
  }

  void find_gone_folders() {
    if (!stored_) return;
    std::unordered_set<std::string> there;
    for (const FolderPlan& folder : plan_.folders) there.insert(folder.key);
    for (const auto& [key, record] : stored_->folders) {
      if (there.contains(key)) continue;
      FolderPlan folder;
      folder.key = key;
      folder.root = folder_root(key);
      folder.relative = folder_name(key);
      for (const EntryState& entry : decode_folder(record).value_or(FolderState{})) {
        retire(entry, folder);
      }
      if (is_unseen(folder.root, folder.relative)) {
        plan_.folders.push_back(std::move(folder));
      } else {
        plan_.gone_folders.push_back(key);
      }
    }
  }

  bool is_nothing_to_do() const {
    if (!same_settings_ || !plan_.images.empty() || !plan_.refused.empty()) return false;
    // what could not be read then may be gone, and be in no folder's record
    if (plan_.last->tells_of_failures()) return false;
    if (!plan_.gone_folders.empty() || has_leftovers(request_.paths.output, around_.files))
      return false;
    const bool any_changed = std::any_of(plan_.folders.begin(),
                                         plan_.folders.end(),
                                         [](const FolderPlan& folder) { return folder.changed; });
    if (any_changed) return false;
    // a build that was stopped may have put outputs in place whose sources went since
    return plan_.has_last_manifest && around_.trees.intents(request_.tree).empty();
  }

  bool has_last_manifest() const {
    if (!plan_.last) return false;
    const auto manifest = around_.files.stat(request_.paths.manifest, Links::keep);
    return manifest && manifest->kind == FileKind::regular &&
           plan_.last->manifest.proves_unchanged(manifest->stamp);
  }

  /// The manifest's rows of what is unchanged, but for those that are taken over from the last
  /// manifest. Where one is missing, its picture is looked up again.
  void load_rows() {
    if (!stored_) return;
    if (request_.may_splice) {
      plan_.spliced = splice_manifest(plan_, request_.paths.manifest, remembered_, around_.files);
    }
    plan_.details = load_details();
    for (std::size_t i = 0; i < plan_.folders.size(); ++i) {
      if (!plan_.takes_over_rows_of(plan_.folders[i])) load_rows_of(i);
    }
    sort_by_source(plan_.images);
  }

  void load_rows_of(std::size_t index) {
    FolderPlan& folder = plan_.folders[index];
    if (const auto found = plan_.details.find(folder.key); found != plan_.details.end()) {
      folder.rows = decode_rows(found->second).value_or(FolderRows{});
    }
    auto row = folder.rows.begin();
    std::erase_if(folder.unchanged, [&](EntryState& entry) {
      while (row != folder.rows.end() && row->name < entry.name) ++row;
      const bool has_row = row != folder.rows.end() && row->name == entry.name;
      if (entry.is_foreign() || has_row) return false;
      const ScannedFolder place{folder.root, folder.relative, {}};
      PlannedImage image =
          planned(place, {entry.name, entry.source.stamp}, &entry, {.same_source = true});
      image.folder = index;
      plan_.images.push_back(std::move(image));
      folder.changed = true;
      return true;
    });
  }

  std::map<std::string, std::string, std::less<>> load_details() const {
    if (!plan_.spliced) return around_.trees.load_details(request_.tree);
    std::vector<std::string> folders;
    for (const FolderPlan& folder : plan_.folders) {
      if (plan_.spliced->changed.contains(folder.relative)) folders.push_back(folder.key);
    }
    return around_.trees.load_details_of(request_.tree, folders);
  }

  const PlanRequest& request_;
  std::optional<StoredTree> stored_;
  RecipeTable& recipes_;
  const Surroundings& around_;
  Plan plan_;
  bool same_settings_ = false;
  std::uint64_t remembered_ = 0;  ///< pictures that the tree's records tell of
};

}  // namespace

bool Plan::may_have_source(std::string_view output) const {
  return std::any_of(
      unseen.begin(), unseen.end(), [&](const UnseenPath& one) { return lies_in(one, output); });
}

Result<Plan> make_plan(const PlanRequest& request,
                       RecipeTable& recipes,
                       const Surroundings& around) {
  return Planner(request, recipes, around).run();
}

}  // namespace pixmill
