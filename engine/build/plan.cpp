#include "engine/build/plan.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "engine/base/parallel.h"
#include "engine/base/utf8.h"
#include "engine/build/outcome_record.h"
#include "engine/build/output_folder.h"
#include "engine/build/prepare.h"
#include "engine/build/stat_all.h"
#include "engine/build/version.h"
#include "engine/codec/codec.h"

namespace pixmill {

namespace {

constexpr std::size_t k_max_recipes = 4096;  ///< far fewer than a recipe's number can count

std::string folder_key(const ScannedFolder& folder) {
  return std::to_string(folder.root) + "/" + folder.relative;
}

/// How one scanned file stands to what is remembered of it.
struct Standing {
  bool same_source = false;
  bool same_output = false;

  bool is_unchanged() const { return same_source && same_output; }
};

/// One folder held against its record.
struct Comparison {
  FolderState known;
  std::vector<Standing> standings;   ///< of the scanned files
  std::vector<EntryState*> entries;  ///< the records of the scanned files, null for new ones
  std::vector<const EntryState*> gone;
};

class Planner {
 public:
  Planner(const PlanRequest& request,
          std::optional<StoredTree> stored,
          RecipeTable& recipes,
          const Surroundings& around)
      : request_(request), stored_(std::move(stored)), recipes_(recipes), around_(around) {}

  Result<Plan> run() {
    if (stored_) plan_.last = decode_header(stored_->header);
    same_settings_ = plan_.last && plan_.last->fingerprint == request_.fingerprint;
    compare_folders();
    find_gone_folders();
    plan_.has_last_manifest = has_last_manifest();
    prepare_all(plan_.images, request_.options, around_.files);
    settle_dates();
    plan_.nothing_to_do = is_nothing_to_do();
    if (plan_.nothing_to_do) return std::move(plan_);
    load_rows();
    if (auto distinct = check_outputs(); !distinct) return unexpected(distinct.error());
    look_up(plan_.images, recipes_, around_.results);
    return std::move(plan_);
  }

 private:
  std::string_view record_of(const std::string& key) const {
    if (!stored_) return {};
    const auto found = stored_->folders.find(key);
    return found == stored_->folders.end() ? std::string_view() : found->second;
  }

  void compare_folders() {
    Scan found = scan({request_.paths.roots,
                       request_.excludes,
                       request_.paths.cache_folder,
                       true,
                       request_.options.workers()},
                      around_.files);
    plan_.refused = std::move(found.refused);
    plan_.ignored = found.ignored;
    std::vector<Comparison> comparisons(found.folders.size());
    parallel_for(found.folders.size(), request_.options.workers(), [&](std::size_t i) {
      comparisons[i] = compare(found.folders[i]);
    });
    compare_outputs(found.folders, comparisons);
    for (std::size_t i = 0; i < found.folders.size(); ++i) {
      add_folder(found.folders[i], comparisons[i]);
    }
    sort_images();
  }

  /// Reads the folder's record; touches nothing of the planner's, for it runs on many threads.
  Comparison compare(const ScannedFolder& folder) const {
    Comparison result;
    const std::string_view record = record_of(folder_key(folder));
    if (!record.empty()) result.known = decode_folder(record).value_or(FolderState{});
    result.standings.resize(folder.files.size());
    result.entries.resize(folder.files.size(), nullptr);
    auto entry = result.known.begin();
    for (std::size_t i = 0; i < folder.files.size(); ++i) {
      while (entry != result.known.end() && entry->name < folder.files[i].name) {
        result.gone.push_back(&*entry++);
      }
      if (entry == result.known.end() || entry->name != folder.files[i].name) continue;
      result.entries[i] = &*entry;
      result.standings[i] = {entry->source.proves_unchanged(folder.files[i].stamp),
                             entry->is_foreign()};
      ++entry;
    }
    while (entry != result.known.end()) result.gone.push_back(&*entry++);
    return result;
  }

  /// Which files have a record that names an output, in order.
  static std::vector<std::size_t> with_output(const Comparison& comparison) {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < comparison.entries.size(); ++i) {
      const EntryState* entry = comparison.entries[i];
      if (entry && !entry->is_foreign()) indices.push_back(i);
    }
    return indices;
  }

  void compare_outputs(const std::vector<ScannedFolder>& folders,
                       std::vector<Comparison>& comparisons) const {
    std::vector<StatOrder> orders(folders.size());
    for (std::size_t i = 0; i < folders.size(); ++i) {
      orders[i].folder = join_path(request_.paths.output, folders[i].relative);
      for (const std::size_t file : with_output(comparisons[i])) {
        orders[i].names.push_back(folders[i].files[file].name);
      }
    }
    const auto stats = stat_all(orders, request_.options.workers(), around_.files);
    for (std::size_t i = 0; i < folders.size(); ++i) {
      auto stat = stats[i].begin();
      for (const std::size_t file : with_output(comparisons[i])) {
        const EntryState& entry = *comparisons[i].entries[file];
        comparisons[i].standings[file].same_output =
            stat->kind == FileKind::regular && entry.output.proves_unchanged(stat->stamp);
        ++stat;
      }
    }
  }

  void add_folder(const ScannedFolder& scanned, Comparison& comparison) {
    FolderPlan folder;
    folder.root = scanned.root;
    folder.relative = scanned.relative;
    folder.key = folder_key(scanned);
    for (std::size_t i = 0; i < scanned.files.size(); ++i) {
      EntryState* entry = comparison.entries[i];
      if (comparison.standings[i].is_unchanged() && has_same_recipe(*entry, scanned.relative)) {
        folder.unchanged.push_back(std::move(*entry));
      } else {
        plan_.images.push_back(planned(scanned, scanned.files[i], entry, comparison.standings[i]));
      }
    }
    for (const EntryState* gone : comparison.gone) {
      folder.changed = true;
      if (!gone->is_foreign()) {
        plan_.stale.push_back({join_path(scanned.relative, gone->name), gone->output_hash});
      }
    }
    plan_.folders.push_back(std::move(folder));
  }

  bool has_same_recipe(const EntryState& entry, const std::string& folder) {
    if (same_settings_ || entry.is_foreign()) return true;
    const std::string source = join_path(folder, entry.name);
    return recipes_.number_for(source, entry.format) == entry.recipe;
  }

  PlannedImage planned(const ScannedFolder& scanned,
                       const SourceFile& file,
                       const EntryState* entry,
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
      image.known = *entry;
    }
    return image;
  }

  static bool is_as_known(const PlannedImage& image) {
    return image.known && !image.refusal && image.content == image.known->content &&
           image.format == image.known->format;
  }

  /// What turned out to be another date alone stays as it is, and has its new date remembered.
  void settle_dates() {
    std::erase_if(plan_.images, [&](PlannedImage& image) {
      FolderPlan& folder = plan_.folders[image.folder];
      if (!is_as_known(image) || !has_same_recipe(*image.known, folder.relative)) {
        folder.changed = true;
        return false;
      }
      image.known->source = image.version;
      folder.unchanged.push_back(*std::move(image.known));
      folder.dates_changed = true;
      plan_.dates_changed = true;
      plan_.counters.images_read += image.reads;
      plan_.counters.images_hashed += image.reads;
      plan_.counters.bytes_read += image.reads * image.version.stamp.size_bytes;
      return true;
    });
    for (FolderPlan& folder : plan_.folders) {
      if (!folder.dates_changed) continue;
      std::sort(folder.unchanged.begin(),
                folder.unchanged.end(),
                [](const EntryState& a, const EntryState& b) { return a.name < b.name; });
    }
  }

  void find_gone_folders() {
    if (!stored_) return;
    std::unordered_set<std::string_view> there;
    for (const FolderPlan& folder : plan_.folders) there.insert(folder.key);
    for (const auto& [key, record] : stored_->folders) {
      if (there.contains(key)) continue;
      plan_.gone_folders.push_back(key);
      const std::string relative = key.substr(key.find('/') + 1);
      for (const EntryState& entry : decode_folder(record).value_or(FolderState{})) {
        if (entry.is_foreign()) continue;
        plan_.stale.push_back({join_path(relative, entry.name), entry.output_hash});
      }
    }
  }

  bool is_nothing_to_do() const {
    if (!same_settings_ || !plan_.images.empty() || !plan_.refused.empty()) return false;
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

  /// The manifest's rows of what is unchanged. Where one is missing, its picture is looked up
  /// again.
  void load_rows() {
    if (!stored_) return;
    plan_.details = around_.trees.load_details(request_.tree);
    for (std::size_t i = 0; i < plan_.folders.size(); ++i) {
      FolderPlan& folder = plan_.folders[i];
      if (const auto found = plan_.details.find(folder.key); found != plan_.details.end()) {
        folder.rows = decode_rows(found->second).value_or(FolderRows{});
      }
      FolderState with_rows;
      with_rows.reserve(folder.unchanged.size());
      auto row = folder.rows.begin();
      for (EntryState& entry : folder.unchanged) {
        while (row != folder.rows.end() && row->name < entry.name) ++row;
        const bool has_row = row != folder.rows.end() && row->name == entry.name;
        if (entry.is_foreign() || has_row) {
          with_rows.push_back(std::move(entry));
          continue;
        }
        const ScannedFolder place{folder.root, folder.relative, {}};
        PlannedImage image =
            planned(place, {entry.name, entry.source.stamp}, &entry, {.same_source = true});
        image.folder = i;
        plan_.images.push_back(std::move(image));
        folder.changed = true;
      }
      folder.unchanged = std::move(with_rows);
    }
    sort_images();
  }

  void sort_images() {
    std::sort(plan_.images.begin(), plan_.images.end(), [](const auto& a, const auto& b) {
      return a.source < b.source;
    });
  }

  /// Two inputs for one output are refused, also where only a file system that folds letters would
  /// take them for one.
  Status check_outputs() const {
    if (are_outputs_of_last_build()) return {};
    SeenOutputs seen;
    const CheckedRequest& paths = request_.paths;
    if (lies_within(paths.manifest, paths.output) && paths.manifest != paths.output) {
      seen.emplace(folded_name(paths.manifest.substr(paths.output.size() + 1)), "the manifest");
    }
    for (const FolderPlan& folder : plan_.folders) {
      if (Status added = add_unchanged(folder, seen); !added) return added;
    }
    for (const PlannedImage& image : plan_.images) {
      if (image.format == Format::none) continue;
      const std::size_t root = plan_.folders[image.folder].root;
      if (Status added = add_output(image.source, root, seen); !added) return added;
    }
    return {};
  }

  /// If the last build, with the same manifest, had each of them: it has checked them all.
  bool are_outputs_of_last_build() const {
    return plan_.has_last_manifest &&
           std::all_of(plan_.images.begin(), plan_.images.end(), [](const PlannedImage& image) {
             return image.format == Format::none || image.last_output;
           });
  }

  /// Sources by their outputs' folded names.
  using SeenOutputs = std::unordered_map<std::string, std::string>;

  Status add_unchanged(const FolderPlan& folder, SeenOutputs& seen) const {
    for (const EntryState& entry : folder.unchanged) {
      if (entry.is_foreign()) continue;
      const std::string source = join_path(folder.relative, entry.name);
      if (Status added = add_output(source, folder.root, seen); !added) return added;
    }
    return {};
  }

  Status add_output(const std::string& source, std::size_t root, SeenOutputs& seen) const {
    const std::string whole = join_path(request_.paths.roots[root].path, source);
    const auto [place, is_new] = seen.try_emplace(folded_name(source), whole);
    if (is_new) return {};
    return unexpected(ErrorCode::usage,
                      place->second + " and " + whole + " would share one output, " + source);
  }

  const PlanRequest& request_;
  std::optional<StoredTree> stored_;
  RecipeTable& recipes_;
  const Surroundings& around_;
  Plan plan_;
  bool same_settings_ = false;
};

}  // namespace

void look_up(std::vector<PlannedImage>& images, RecipeTable& recipes, ResultStore& results) {
  for (PlannedImage& image : images) {
    if (image.refusal || image.format == Format::none) continue;
    const std::string& path = image.matched_as.empty() ? image.source : image.matched_as;
    image.recipe = recipes.number_for(path, image.format);
    image.settings = &recipes.settings_for(path);
    image.key = action_key(recipes.hash(image.recipe), *image.content);
    const auto stored = results.find(image.key);
    if (!stored) continue;
    image.outcome = decode_outcome(stored->record);
    image.output_blob = stored->output;
  }
}

RememberedTree remembered_tree(const TreeId& tree, TreeStore& trees) {
  RememberedTree known;
  auto stored = trees.load_tree(tree);
  if (!stored) return known;
  auto header = decode_header(stored->header);
  if (!header || header->recipes.size() > k_max_recipes) return known;
  known.stored = std::move(stored);
  known.recipes = std::move(header->recipes);
  return known;
}

TreeId tree_id(const CheckedRequest& paths) {
  PartHasher hasher;
  for (const ScanRoot& root : paths.roots) hasher.add("root", root.named);
  hasher.add("output", paths.output);
  return hasher.digest();
}

Hash128 build_fingerprint(const SettingsLayers& layers) {
  PartHasher hasher;
  hasher.add("pixmill", k_pixmill_version);
  hasher.add("settings", as_text(layers.fingerprint().bytes));
  for (const Codec& codec : codecs()) {
    hasher.add(codec.name, std::to_string(codec.version));
    hasher.add(codec.name, codec.library_version());
  }
  return hasher.digest();
}

Result<Plan> make_plan(const PlanRequest& request,
                       std::optional<StoredTree> stored,
                       RecipeTable& recipes,
                       const Surroundings& around) {
  return Planner(request, std::move(stored), recipes, around).run();
}

}  // namespace pixmill
