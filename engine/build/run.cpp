#include "engine/build/run.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "engine/base/parallel.h"
#include "engine/build/finisher.h"
#include "engine/recipe/optimize_image.h"

namespace pixmill {

namespace {

/// The source, unless the plan kept it; sets the refusal where it cannot be read or is no longer
/// what was hashed. Runs on worker threads.
std::optional<Bytes> load_source(PlannedImage& image, const Limits& limits, FileSystem& files) {
  if (!image.bytes.empty()) return std::exchange(image.bytes, {});
  auto content = files.read(image.path, limits.max_file_bytes);
  if (!content) {
    image.refusal = content.error();
    return std::nullopt;
  }
  ++image.reads;
  if (content_hash(content->bytes) != *image.content) {
    image.refusal = Error{ErrorCode::changed, "changed while the build ran; build again"};
    return std::nullopt;
  }
  return std::move(content->bytes);
}

/// One miss on its way through a worker.
struct Job {
  std::size_t image = 0;
  std::vector<std::size_t> followers;   ///< images with the same bytes and recipe
  std::vector<std::size_t> unreadable;  ///< those before `image` that could not be read again
  std::uint64_t weight = 0;             ///< against the memory budget
  Bytes source;
  std::optional<OptimizedImage> answer;
};

class Runner {
 public:
  Runner(Plan& plan, const RunOptions& options, Finisher& finisher, const Surroundings& around)
      : plan_(plan), options_(options), finisher_(finisher), around_(around) {}

  /// False if it was stopped before every image had its turn.
  bool run() {
    for (const RefusedEntry& entry : plan_.refused) finisher_.fail_entry(entry);
    bool complete = finish_without_work();
    if (complete) complete = finish_misses();
    for (const PlannedImage& image : plan_.images) count_reads(image);
    return complete;
  }

 private:
  bool is_stopped() const {
    return (options_.stop && options_.stop->load()) ||
           (options_.fail_fast && finisher_.has_failures());
  }

  void count_reads(const PlannedImage& image) {
    Counters& counters = finisher_.counters();
    counters.images_read += image.reads;
    counters.images_hashed += image.reads;
    counters.bytes_read += image.reads * image.version.stamp.size_bytes;
  }

  /// Foreign files, refusals and hits.
  bool finish_without_work() {
    for (std::size_t i = 0; i < plan_.images.size(); ++i) {
      if (is_stopped()) return false;
      PlannedImage& image = plan_.images[i];
      if (image.refusal) {
        finisher_.fail(image, *image.refusal);
      } else if (image.format == Format::none) {
        finisher_.remember_foreign(image);
      } else if (!image.is_hit() || !finish_hit(i)) {
        misses_.push_back(i);
      }
    }
    return !is_stopped();
  }

  /// False if the cache could not give the output after all.
  bool finish_hit(std::size_t index) {
    PlannedImage& image = plan_.images[index];
    Finished finished;
    finished.image = index;
    finished.outcome = *image.outcome;
    finished.origin = Origin::hit;
    finished.output =
        image.output_blob.value_or(BlobRef{*image.content, image.version.stamp.size_bytes});
    std::optional<Bytes> bytes;
    if (!finisher_.is_in_place(finished)) {
      bytes = image.output_blob ? around_.results.load(finished.output)
                                : load_source(image, options_.limits, around_.files);
      if (!bytes && !image.refusal) return false;
    }
    if (image.refusal) {
      finisher_.fail(image, *image.refusal);
    } else {
      finisher_.finish(std::move(finished), bytes.value_or(Bytes()));
    }
    return true;
  }

  /// Equal bytes under equal recipes are worked out once. Largest first, so that no large one is
  /// left for the end.
  std::vector<Job> jobs() const {
    std::vector<Job> jobs;
    std::map<ActionKey, std::size_t> by_key;
    for (const std::size_t index : misses_) {
      const auto [job, is_new] = by_key.try_emplace(plan_.images[index].key, jobs.size());
      if (is_new) {
        Job first;
        first.image = index;
        first.weight = plan_.images[index].working_bytes;
        if (first.weight == 0) first.weight = UINT64_MAX;  // not inspected: runs alone
        jobs.push_back(std::move(first));
      } else {
        jobs[job->second].followers.push_back(index);
      }
    }
    std::stable_sort(
        jobs.begin(), jobs.end(), [&](const Job& a, const Job& b) { return a.weight > b.weight; });
    return jobs;
  }

  void work(Job& job) const {
    auto source = load_source(plan_.images[job.image], options_.limits, around_.files);
    while (!source && !job.followers.empty()) {
      job.unreadable.push_back(std::exchange(job.image, job.followers.back()));
      job.followers.pop_back();
      source = load_source(plan_.images[job.image], options_.limits, around_.files);
    }
    if (!source) return;
    PlannedImage& image = plan_.images[job.image];
    auto optimized = optimize_image(*source, *image.settings, options_.limits);
    if (!optimized) {
      image.refusal = optimized.error();
      return;
    }
    job.answer = std::move(*optimized);
    job.source = std::move(*source);
  }

  bool finish_misses() {
    std::vector<Job> all = jobs();
    std::vector<std::uint64_t> weights;
    for (const Job& job : all) weights.push_back(job.weight);
    std::size_t done = 0;
    run_pool(
        all.size(),
        {options_.workers(), options_.max_memory_bytes},
        [&](std::size_t i) { return weights[i]; },
        [&](std::size_t i) { work(all[i]); },
        [&](std::size_t i) {
          ++done;
          finish_job(std::exchange(all[i], {}));
          return !is_stopped();
        });
    return done == all.size();
  }

  void finish_job(Job job) {
    for (const std::size_t index : job.unreadable) {
      finisher_.fail(plan_.images[index], *plan_.images[index].refusal);
    }
    if (!job.answer) {
      const Error error = *plan_.images[job.image].refusal;
      finisher_.fail(plan_.images[job.image], error);
      for (const std::size_t follower : job.followers) {
        finisher_.fail(plan_.images[follower], error);
      }
      return;
    }
    ++finisher_.counters().encodes;
    const bool is_new = job.answer->outcome.status == ImageStatus::optimized;
    const Bytes& bytes = is_new ? job.answer->bytes : job.source;
    Finished finished;
    finished.outcome = job.answer->outcome;
    finished.output = {content_hash(bytes), bytes.size()};
    finished.origin = Origin::hit;
    for (const std::size_t follower : job.followers) {
      finished.image = follower;
      finisher_.finish(finished, bytes);
    }
    finished.image = job.image;
    finished.origin = Origin::miss;
    if (is_new) finished.remembered = bytes;
    finisher_.finish(std::move(finished), bytes);
  }

  Plan& plan_;
  const RunOptions& options_;
  Finisher& finisher_;
  const Surroundings& around_;
  std::vector<std::size_t> misses_;
};

constexpr std::size_t k_hash_digits = 32;

}  // namespace

RunResult run(Plan& plan, const RunContext& context) {
  Finisher finisher(plan, context.tree, context.recipes, context.outputs, context.around);
  const bool complete = Runner(plan, context.options, finisher, context.around).run();
  RunResult result = finisher.take();
  result.complete = complete;
  return result;
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
