#include <algorithm>
#include <set>

#include "engine/base/relative_path.h"
#include "engine/build/atomic_file.h"
#include "engine/build/build.h"
#include "engine/build/check_request.h"
#include "engine/build/count_entry.h"
#include "engine/build/manifest.h"
#include "engine/build/output_folder.h"
#include "engine/build/plan.h"
#include "engine/build/prepare.h"
#include "engine/build/rule_files.h"
#include "engine/build/run.h"
#include "engine/build/tree_state.h"

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
    RememberedTree known = remembered_tree(tree_, around_.trees);
    RecipeTable recipes(layers_, std::move(known.recipes));
    auto plan = make_plan({paths_, request_.excludes, options_, tree_, fingerprint_},
                          std::move(known.stored),
                          recipes,
                          around_);
    if (!plan) return unexpected(std::move(plan).error());
    if (!request_.rule.depfile.empty()) {
      dependencies_ = rule_dependencies(request_, paths_, *plan);
    }
    if (plan->nothing_to_do) {
      if (plan->dates_changed && !options_.dry_run) save_dates(*plan);
      return unchanged_summary(*plan);
    }
    const std::size_t to_do = count_to_do(plan->images);
    around_.reporter.planned(unchanged_count(*plan) + to_do, to_do);
    if (options_.dry_run) return dry_run_summary(*plan);
    return carry_out(*plan, recipes);
  }

  static std::size_t unchanged_count(const Plan& plan) {
    std::size_t count = 0;
    for (const FolderPlan& folder : plan.folders) {
      for (const EntryState& entry : folder.unchanged) {
        if (!entry.is_foreign()) ++count;
      }
    }
    return count;
  }

  static Summary unchanged_summary(const Plan& plan) {
    const TreeHeader& header = *plan.last;
    Summary summary;
    summary.counters = plan.counters;
    summary.formats = header.formats;
    summary.statuses = header.statuses;
    summary.foreign_files = header.foreign_files;
    for (const auto& [format, totals] : header.formats) summary.counters.unchanged += totals.images;
    return summary;
  }

  /// What is as it was.
  static Summary count_unchanged(const Plan& plan) {
    Summary summary;
    summary.counters = plan.counters;
    summary.foreign_files = plan.ignored;
    for (const FolderPlan& folder : plan.folders) {
      for (const EntryState& entry : folder.unchanged) {
        count_entry(summary, entry);
        if (!entry.is_foreign()) ++summary.counters.unchanged;
      }
    }
    return summary;
  }

  Summary dry_run_summary(const Plan& plan) {
    Summary summary = count_unchanged(plan);
    const auto fail = [&](const std::string& source, const std::string& message) {
      summary.failures.push_back(
          {source, ImageStatus::failed, Origin::miss, Format::none, 0, 0, message});
      around_.reporter.image_done(summary.failures.back());
    };
    for (const RefusedEntry& entry : plan.refused) fail(entry.source, entry.message);
    for (const PlannedImage& image : plan.images) {
      summary.counters.images_read += image.reads;
      summary.counters.images_hashed += image.reads;
      if (image.refusal) {
        fail(image.source, image.refusal->message);
      } else if (image.format == Format::none) {
        ++summary.foreign_files;
      } else {
        image.is_hit() ? ++summary.counters.hits : ++summary.counters.misses;
        around_.reporter.image_done({image.source,
                                     ImageStatus::kept,
                                     image.is_hit() ? Origin::hit : Origin::miss,
                                     image.format,
                                     image.version.stamp.size_bytes,
                                     0,
                                     "not done: a dry run"});
      }
    }
    summary.statuses[ImageStatus::failed] = summary.failures.size();
    return summary;
  }

  Result<Summary> carry_out(Plan& plan, const RecipeTable& recipes) {
    auto outputs = OutputFolder::open(paths_.output, around_.files);
    if (!outputs) return unexpected(outputs.error());
    find_unremembered_outputs(plan);

    RunResult result = pixmill::run(plan, {tree_, recipes, options_, **outputs, around_});
    Summary summary = count_unchanged(plan);
    summary.counters += result.counters;
    for (const FolderState& folder : result.entries) {
      for (const EntryState& entry : folder) count_entry(summary, entry);
    }
    summary.failures = result.failures;
    summary.statuses[ImageStatus::failed] = result.failures.size();
    summary.interrupted = !result.complete && options_.stop && options_.stop->load();
    // A build that was stopped half way leaves manifest and tree state as they were: what it
    // finished is in the cache and in place, and the next build finds both.
    if (!result.complete) return summary;

    merge(plan, result);
    const std::vector<LeftBehind> left = remove_stale(plan, result, **outputs, summary);
    auto header = write_manifest(plan, result, summary, **outputs);
    if (header) {
      header->recipes = recipes.parts();
      save(plan, result, *header, recipes);
    } else {
      // beside what failed before it, which a full disk has caused as well
      fail(paths_.manifest, header.error().message, summary);
    }
    remember_left(left, summary);
    return summary;
  }

  static void fail(const std::string& path, const std::string& message, Summary& summary) {
    summary.failures.push_back(
        {path, ImageStatus::failed, Origin::miss, Format::none, 0, 0, message});
  }

  /// Outputs of a build that died, or whose tree is not remembered: known by intents and manifest.
  void find_unremembered_outputs(Plan& plan) {
    for (const std::string& text : around_.trees.intents(tree_)) {
      if (auto intent = decode_intent(text); intent && is_safe_relative_path(intent->path)) {
        plan.stale.push_back(std::move(*intent));
      }
    }
    if (plan.last) return;
    const auto manifest = around_.files.read(paths_.manifest, options_.limits.max_file_bytes);
    if (!manifest) return;
    for (ManifestOutput& output : outputs_in_manifest(as_text(manifest->bytes))) {
      plan.stale.push_back({std::move(output.path), output.hash});
    }
  }

  /// Puts the unchanged entries of each folder beside the new ones.
  static void merge(Plan& plan, RunResult& result) {
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

  /// A stale output that could not be removed.
  struct LeftBehind {
    StaleOutput output;
    std::string why;
  };

  static std::vector<LeftBehind> remove_stale(const Plan& plan,
                                              const RunResult& result,
                                              OutputFolder& outputs,
                                              Summary& summary) {
    if (plan.stale.empty()) return {};
    std::set<std::string> wanted;
    for (std::size_t i = 0; i < plan.folders.size(); ++i) {
      for (const EntryState& entry : result.entries[i]) {
        if (!entry.is_foreign()) wanted.insert(join_path(plan.folders[i].relative, entry.name));
      }
    }
    std::vector<LeftBehind> left;
    for (const StaleOutput& stale : plan.stale) {
      if (wanted.contains(stale.path)) continue;
      const auto removed = outputs.remove(stale.path, stale.hash);
      if (!removed) {
        left.push_back({stale, removed.error().message});
      } else if (*removed) {
        ++summary.counters.outputs_removed;
      }
    }
    return left;
  }

  /// No record names such an output any more; as an intent, the next build knows it.
  void remember_left(const std::vector<LeftBehind>& left, Summary& summary) {
    std::vector<std::string> intents;
    for (const LeftBehind& one : left) {
      intents.push_back(encode_intent(one.output));
      fail(one.output.path, "its source is gone, and the output stays: " + one.why, summary);
    }
    if (!intents.empty()) around_.trees.add_intents(tree_, intents);
  }

  static std::string manifest_of(const Plan& plan,
                                 const RunResult& result,
                                 const Summary& summary) {
    std::vector<std::pair<std::string, std::string_view>> rows;
    for (std::size_t i = 0; i < plan.folders.size(); ++i) {
      const std::string& folder = plan.folders[i].relative;
      for (const auto& [name, row] : remembered_rows(plan, result, i)) {
        rows.emplace_back(join_path(folder, name), row);
      }
      for (const auto& [name, row] : failed_rows(result, i)) {
        rows.emplace_back(join_path(folder, name), row);
      }
    }
    std::vector<std::string> refused;
    refused.reserve(plan.refused.size());  // the views below stay valid
    for (const RefusedEntry& entry : plan.refused) {
      refused.push_back(failed_manifest_row(entry.source, entry.message));
      rows.emplace_back(entry.source, refused.back());
    }
    if (!std::is_sorted(rows.begin(), rows.end())) std::sort(rows.begin(), rows.end());
    std::vector<std::string_view> sorted;
    sorted.reserve(rows.size());
    for (const auto& [source, row] : rows) sorted.push_back(row);
    ManifestTotals totals;
    totals.failed = summary.failures.size();
    for (const auto& [format, sums] : summary.formats) {
      totals.images += sums.images;
      totals.source_bytes += sums.source_bytes;
      totals.output_bytes += sums.output_bytes;
    }
    return manifest_text(totals, sorted);
  }

  Result<TreeHeader> write_manifest(const Plan& plan,
                                    const RunResult& result,
                                    const Summary& summary,
                                    OutputFolder& outputs) {
    TreeHeader header;
    const std::string text = manifest_of(plan, result, summary);
    header.manifest_hash = content_hash(as_bytes(text));
    const bool is_there =
        plan.has_last_manifest && plan.last->manifest_hash == header.manifest_hash;
    auto version =
        is_there ? plan.last->manifest : put_manifest(text, header.manifest_hash, outputs, plan);
    if (!version) return unexpected(std::move(version).error());
    header.manifest = *version;
    header.fingerprint = fingerprint_;
    for (const ScanRoot& root : paths_.roots) header.roots.push_back(root.named);
    header.output = paths_.output;
    header.formats = summary.formats;
    header.statuses = summary.statuses;
    header.foreign_files = summary.foreign_files;
    return header;
  }

  Result<KnownVersion> put_manifest(const std::string& text,
                                    const ContentHash& hash,
                                    OutputFolder& outputs,
                                    const Plan& plan) {
    if (!lies_within(paths_.manifest, paths_.output)) {
      return replace_file_if_different(paths_.manifest, as_bytes(text), around_.files);
    }
    const std::string relative = paths_.manifest.substr(paths_.output.size() + 1);
    KnownVersion version;
    // the last build's is known to be another, and need not be read
    if (!plan.has_last_manifest && outputs.holds(relative, text.size(), hash, version)) {
      return version;
    }
    auto staged = outputs.stage(relative, as_bytes(text));
    if (!staged) return unexpected(std::move(staged).error());
    std::vector<StagedFile> group{std::move(*staged)};
    if (const Status published = outputs.publish(group)[0]; !published) {
      return unexpected(published.error());
    }
    return group[0].version;
  }

  /// All that changed are dates of sources, which neither the manifest nor the header knows.
  void save_dates(const Plan& plan) {
    TreeUpdate update;
    update.header = encode_header(*plan.last);
    for (const FolderPlan& folder : plan.folders) {
      if (folder.dates_changed) update.folders[folder.key] = encode_folder(folder.unchanged);
    }
    around_.trees.save_tree(tree_, update);
  }

  void save(const Plan& plan,
            const RunResult& result,
            const TreeHeader& header,
            const RecipeTable& recipes) {
    TreeUpdate update;
    update.header = encode_header(header);
    for (std::size_t i = 0; i < plan.folders.size(); ++i) {
      if (!plan.folders[i].changed && !plan.folders[i].dates_changed) continue;
      update.folders[plan.folders[i].key] = encode_folder(result.entries[i]);
      if (!plan.folders[i].changed) continue;
      update.details[plan.folders[i].key] = encode_rows(remembered_rows(plan, result, i));
      update.keys[plan.folders[i].key] = keys_of(result.entries[i], recipes);
    }
    for (const std::string& key : plan.gone_folders) update.removed_folders.insert(key);
    around_.trees.save_tree(tree_, update);
  }

  static std::vector<ActionKey> keys_of(const FolderState& folder, const RecipeTable& recipes) {
    std::vector<ActionKey> keys;
    for (const EntryState& entry : folder) {
      if (!entry.is_foreign())
        keys.push_back(action_key(recipes.hash(entry.recipe), entry.content));
    }
    return keys;
  }

  /// The rows of the pictures that have an output, new or as they were. Those of failures are left
  /// out, for failures are tried again.
  static FolderRows remembered_rows(const Plan& plan, const RunResult& result, std::size_t folder) {
    FolderRows rows;
    const auto& made = result.rows[folder];
    const FolderRows& known = plan.folders[folder].rows;
    auto row = known.begin();
    for (const EntryState& entry : result.entries[folder]) {
      while (row != known.end() && row->name < entry.name) ++row;
      if (const auto found = made.find(entry.name); found != made.end()) {
        rows.push_back({found->first, found->second});
      } else if (row != known.end() && row->name == entry.name) {
        rows.push_back(*row);
      }
    }
    return rows;
  }

  static FolderRows failed_rows(const RunResult& result, std::size_t folder) {
    FolderRows rows;
    const FolderState& entries = result.entries[folder];
    for (const auto& [name, row] : result.rows[folder]) {
      const auto entry = std::lower_bound(
          entries.begin(), entries.end(), name, [](const EntryState& e, const std::string& wanted) {
            return e.name < wanted;
          });
      if (entry == entries.end() || entry->name != name) rows.push_back({name, row});
    }
    return rows;
  }

  const BuildRequest& request_;
  SettingsLayers& layers_;
  const RunOptions& options_;
  const Surroundings& around_;
  const CheckedRequest paths_;
  const TreeId tree_;
  const Hash128 fingerprint_;
  std::vector<std::string> dependencies_;  ///< for the depfile, if one is wanted
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
