#include "engine/build/run.h"

#include <algorithm>
#include <map>
#include <optional>

#include "engine/base/parallel.h"
#include "engine/build/manifest.h"
#include "engine/build/outcome_record.h"
#include "engine/recipe/optimize_image.h"

namespace pixmill {

namespace {

/// A group is published when it holds this much: large enough that a sync is cheap per file, small
/// enough that little is lost to a kill.
constexpr std::uint64_t k_group_bytes = 16u << 20;
constexpr std::size_t k_group_files = 256;

/// An image whose answer is known and whose output is staged.
struct Finished {
  std::size_t image = 0;
  Outcome outcome;
  Origin origin = Origin::miss;
  Bytes bytes;  ///< of an output that is to be remembered
  BlobRef output;
  StagedFile staged;
};

class Runner {
 public:
  Runner(Plan& plan,
         const TreeId& tree,
         const RecipeTable& recipes,
         const RunOptions& options,
         OutputFolder& outputs,
         const Surroundings& around)
      : plan_(plan),
        tree_(tree),
        recipes_(recipes),
        options_(options),
        outputs_(outputs),
        around_(around) {
    result_.entries.resize(plan.folders.size());
    result_.rows.resize(plan.folders.size());
  }

  RunResult run() {
    for (const PlannedImage& image : plan_.images) {
      result_.counters.images_read += image.reads;
      result_.counters.images_hashed += image.reads;
      result_.counters.bytes_read += image.reads * image.version.stamp.size_bytes;
    }
    for (const RefusedEntry& entry : plan_.refused) fail_entry(entry);
    finish_without_work();
    if (!stopped()) finish_misses();
    commit_group();
    std::sort(result_.failures.begin(), result_.failures.end(), [](const auto& a, const auto& b) {
      return a.source < b.source;
    });
    return std::move(result_);
  }

 private:
  bool stopped() {
    const bool wanted = (options_.stop && options_.stop->load()) ||
                        (options_.fail_fast && !result_.failures.empty());
    if (wanted) result_.complete = false;
    return wanted;
  }

  /// Foreign files, refusals and hits.
  void finish_without_work() {
    for (std::size_t i = 0; i < plan_.images.size(); ++i) {
      PlannedImage& image = plan_.images[i];
      if (image.refusal) {
        fail(image, *image.refusal);
      } else if (image.format == Format::none) {
        remember_foreign(image);
      } else if (!image.is_hit() || !finish_hit(i)) {
        misses_.push_back(i);
      }
      if (stopped()) return;
    }
  }

  void remember_foreign(const PlannedImage& image) {
    EntryState entry;
    entry.name = image.name;
    entry.source = image.version;
    result_.entries[image.folder].push_back(std::move(entry));
  }

  /// False if the cache could not give the output after all.
  bool finish_hit(std::size_t index) {
    PlannedImage& image = plan_.images[index];
    const BlobRef output =
        image.output_blob.value_or(BlobRef{*image.content, image.version.stamp.size_bytes});
    Finished finished{index, *image.outcome, Origin::hit, {}, output, {image.source, {}, {}}};
    if (!outputs_.holds(image.source, output.size_bytes, output.hash, finished.staged.version)) {
      auto bytes = image.output_blob ? around_.results.load(output) : source_bytes(image);
      if (!bytes) {
        image.outcome.reset();
        return image.refusal.has_value();
      }
      stage(std::move(finished), *bytes);
      return true;
    }
    add(std::move(finished));
    return true;
  }

  /// The source's bytes as they were hashed; otherwise the image has failed.
  std::optional<Bytes> source_bytes(PlannedImage& image) {
    if (auto loaded = load_source(image, options_.limits, around_.files)) return loaded;
    count_read(image);
    fail(image, *image.refusal);
    return std::nullopt;
  }

  /// Reads the source unless the plan kept it; sets the refusal where that fails or gives other
  /// bytes. Runs on worker threads.
  static std::optional<Bytes> load_source(PlannedImage& image,
                                          const Limits& limits,
                                          FileSystem& files) {
    if (!image.bytes.empty()) return std::move(image.bytes);
    auto content = files.read(image.path, limits.max_file_bytes);
    if (!content) {
      image.refusal = content.error();
      return std::nullopt;
    }
    if (content_hash(content->bytes) != *image.content) {
      image.refusal = Error{ErrorCode::changed, "changed while the build ran; build again"};
      return std::nullopt;
    }
    return std::move(content->bytes);
  }

  void count_read(const PlannedImage& image) {
    ++result_.counters.images_read;
    ++result_.counters.images_hashed;
    result_.counters.bytes_read += image.version.stamp.size_bytes;
  }

  /// The misses without those that another miss will answer (equal bytes, equal recipe), largest
  /// first, so that no large one is left for the end.
  std::vector<std::size_t> leading_misses() {
    std::vector<std::size_t> leaders;
    std::map<ActionKey, std::size_t> by_key;
    for (const std::size_t index : misses_) {
      const auto [leader, is_new] = by_key.try_emplace(plan_.images[index].key, index);
      if (is_new) {
        leaders.push_back(index);
      } else {
        followers_[leader->second].push_back(index);
      }
    }
    std::stable_sort(leaders.begin(), leaders.end(), [&](std::size_t a, std::size_t b) {
      return plan_.images[a].working_bytes > plan_.images[b].working_bytes;
    });
    return leaders;
  }

  void finish_misses() {
    const std::vector<std::size_t> leaders = leading_misses();
    std::vector<std::optional<OptimizedImage>> answers(leaders.size());
    std::vector<Bytes> sources(leaders.size());
    const auto work = [&](std::size_t i) {
      PlannedImage& image = plan_.images[leaders[i]];
      auto source = load_source(image, options_.limits, around_.files);
      if (!source) return;
      auto optimized = optimize_image(*source, *image.settings, options_.limits);
      if (!optimized) {
        image.refusal = optimized.error();
        return;
      }
      answers[i] = std::move(*optimized);
      sources[i] = std::move(*source);
    };
    const auto memory = [&](std::size_t i) { return plan_.images[leaders[i]].working_bytes; };
    std::size_t done_count = 0;
    run_pool(leaders.size(),
             {options_.jobs, options_.max_memory_bytes},
             memory,
             work,
             [&](std::size_t i) {
               ++done_count;
               finish_miss(leaders[i],
                           std::exchange(answers[i], std::nullopt),
                           std::exchange(sources[i], {}));
               return !stopped();
             });
    if (done_count < leaders.size()) result_.complete = false;
  }

  void finish_miss(std::size_t index, std::optional<OptimizedImage> answer, Bytes source) {
    std::vector<std::size_t> all{index};
    if (const auto found = followers_.find(index); found != followers_.end()) {
      all.insert(all.end(), found->second.begin(), found->second.end());
    }
    if (!answer) {
      for (const std::size_t each : all) fail(plan_.images[each], *plan_.images[index].refusal);
      return;
    }
    ++result_.counters.encodes;
    const bool is_new = answer->outcome.status == ImageStatus::optimized;
    const Bytes& bytes = is_new ? answer->bytes : source;
    const BlobRef output{content_hash(bytes), bytes.size()};
    for (const std::size_t each : all) {
      PlannedImage& image = plan_.images[each];
      Finished finished{each,
                        answer->outcome,
                        each == index ? Origin::miss : Origin::hit,
                        {},
                        output,
                        {image.source, {}, {}}};
      if (is_new && each == index) finished.bytes = bytes;
      if (outputs_.holds(image.source, output.size_bytes, output.hash, finished.staged.version)) {
        add(std::move(finished));
      } else {
        stage(std::move(finished), bytes);
      }
    }
  }

  void stage(Finished finished, ByteView bytes) {
    PlannedImage& image = plan_.images[finished.image];
    auto staged = outputs_.stage(image.source, bytes);
    if (!staged) {
      fail(image, staged.error());
      return;
    }
    finished.staged = std::move(*staged);
    add(std::move(finished));
  }

  void add(Finished finished) {
    group_bytes_ += finished.output.size_bytes;
    group_.push_back(std::move(finished));
    if (group_bytes_ >= k_group_bytes || group_.size() >= k_group_files) commit_group();
  }

  /// Remembers the group's new results, then puts its outputs in place, then reports.
  void commit_group() {
    store_results();
    std::vector<StagedFile> to_publish;
    std::vector<std::size_t> owners;
    std::vector<std::string> intents;
    for (std::size_t i = 0; i < group_.size(); ++i) {
      if (group_[i].staged.temporary.empty()) continue;
      intents.push_back(encode_intent({group_[i].staged.path, group_[i].output.hash}));
      to_publish.push_back(std::move(group_[i].staged));
      owners.push_back(i);
    }
    if (!intents.empty()) around_.trees.add_intents(tree_, intents);
    const std::vector<Status> published = outputs_.publish(to_publish);
    std::vector<Status> ends(group_.size());
    for (std::size_t k = 0; k < owners.size(); ++k) {
      Finished& finished = group_[owners[k]];
      finished.staged = std::move(to_publish[k]);
      ends[owners[k]] = published[k];
      if (!published[k]) continue;
      ++result_.counters.outputs_written;
      result_.counters.bytes_written += finished.output.size_bytes;
    }
    for (std::size_t i = 0; i < group_.size(); ++i) {
      if (ends[i]) {
        succeed(group_[i]);
      } else {
        fail(plan_.images[group_[i].image], ends[i].error());
      }
    }
    group_.clear();
    group_bytes_ = 0;
  }

  void store_results() {
    std::vector<NewResult> results;
    for (const Finished& finished : group_) {
      if (finished.origin != Origin::miss) continue;
      const bool has_blob = finished.outcome.status == ImageStatus::optimized;
      results.push_back({plan_.images[finished.image].key,
                         {encode_outcome(finished.outcome),
                          has_blob ? std::optional(finished.output) : std::nullopt},
                         finished.bytes});
    }
    if (!results.empty()) around_.results.put(results);
  }

  void succeed(const Finished& finished) {
    const PlannedImage& image = plan_.images[finished.image];
    EntryState entry;
    entry.name = image.name;
    entry.source = image.version;
    entry.content = *image.content;
    entry.format = image.format;
    entry.status = finished.outcome.status;
    entry.recipe = image.recipe;
    entry.output = finished.staged.version;
    entry.output.stamp.size_bytes = finished.output.size_bytes;
    entry.output_hash = finished.output.hash;
    const ManifestImage row{image.source,
                            entry.source.stamp.size_bytes,
                            entry.content,
                            image.source,
                            finished.output.size_bytes,
                            entry.output_hash};
    result_.rows[image.folder][image.name] = manifest_row(row, finished.outcome);
    result_.entries[image.folder].push_back(std::move(entry));
    finished.origin == Origin::hit ? ++result_.counters.hits : ++result_.counters.misses;
    around_.reporter.image_done({image.source,
                                 finished.outcome.status,
                                 finished.origin,
                                 image.format,
                                 image.version.stamp.size_bytes,
                                 finished.output.size_bytes,
                                 finished.outcome.reason});
  }

  /// What an earlier build wrote for it is stale now, for the manifest will say that it has no
  /// output.
  void fail(const PlannedImage& image, const Error& error) {
    if (image.last_output) plan_.stale.push_back({image.source, *image.last_output});
    result_.rows[image.folder][image.name] = failed_manifest_row(image.source, error.message);
    report_failure(image.source, image.format, image.version.stamp.size_bytes, error.message);
  }

  void fail_entry(const RefusedEntry& entry) {
    report_failure(entry.source, Format::none, 0, entry.message);
  }

  void report_failure(const std::string& source,
                      Format format,
                      std::uint64_t size_bytes,
                      const std::string& message) {
    result_.failures.push_back(
        {source, ImageStatus::failed, Origin::miss, format, size_bytes, 0, message});
    around_.reporter.image_done(result_.failures.back());
  }

  Plan& plan_;
  const TreeId& tree_;
  const RecipeTable& recipes_;
  const RunOptions& options_;
  OutputFolder& outputs_;
  const Surroundings& around_;
  RunResult result_;
  std::vector<std::size_t> misses_;
  std::map<std::size_t, std::vector<std::size_t>> followers_;
  std::vector<Finished> group_;
  std::uint64_t group_bytes_ = 0;
};

constexpr std::size_t k_hash_digits = 32;

}  // namespace

RunResult run(Plan& plan,
              const TreeId& tree,
              const RecipeTable& recipes,
              const RunOptions& options,
              OutputFolder& outputs,
              const Surroundings& around) {
  return Runner(plan, tree, recipes, options, outputs, around).run();
}

std::string encode_intent(const StaleOutput& output) {
  return output.hash.hex() + output.path;
}

std::optional<StaleOutput> decode_intent(std::string_view text) {
  const auto hash = Hash128::parse(text.substr(0, std::min(text.size(), k_hash_digits)));
  if (!hash) return std::nullopt;
  return StaleOutput{std::string(text.substr(k_hash_digits)), ContentHash{*hash}};
}

}  // namespace pixmill
