#include "engine/build/find_answers.h"

#include <algorithm>

#include "engine/build/look_up.h"
#include "engine/build/outcome_record.h"
#include "engine/build/work_beside_others.h"

namespace pixmill {

namespace {

/// Results are remembered in groups, for each put is a sync of the cache.
constexpr std::uint64_t k_group_bytes = 16u << 20;
constexpr std::size_t k_group_results = 256;

class AnswerFinder {
 public:
  AnswerFinder(Plan& plan, const RunOptions& options, const Surroundings& around)
      : plan_(plan), options_(options), around_(around) {}

  FoundAnswers run() {
    for (const RefusedEntry& entry : plan_.refused) fail(entry.source, nullptr, entry.message);
    const std::vector<std::size_t> misses = take_hits();
    const MissSteps steps{
        [&](WorkedOut& worked_out, OptimizedImage& answer) { take(worked_out, answer); },
        [&](std::size_t index) { fail_image(index); },
        [&] { remember_group(); },
        [&](std::size_t index) { return take_late_hit(index); },
        [&] { return is_stopped(); }};
    found_.complete = !is_stopped() && work_beside_others(plan_, misses, options_, around_, steps);
    remember_group();
    count_reads();
    std::sort(found_.answers.begin(), found_.answers.end(), [](const auto& a, const auto& b) {
      return a.image < b.image;
    });
    std::sort(found_.failures.begin(), found_.failures.end(), [](const auto& a, const auto& b) {
      return a.source < b.source;
    });
    return std::move(found_);
  }

 private:
  struct Remembered {
    std::size_t image;
    BlobRef output;
    OptimizedImage result;
  };

  bool is_stopped() const {
    return (options_.stop && options_.stop->load()) ||
           (options_.fail_fast && !found_.failures.empty());
  }

  /// Refusals fail here; what is left are the misses.
  std::vector<std::size_t> take_hits() {
    std::vector<std::size_t> misses;
    for (std::size_t i = 0; i < plan_.images.size(); ++i) {
      const PlannedImage& image = plan_.images[i];
      if (image.refusal) {
        fail_image(i);
      } else if (image.format != Format::none && image.is_hit()) {
        succeed({i, image.output_blob.value_or(own_content(image)), Origin::hit});
      } else if (image.format != Format::none) {
        misses.push_back(i);
      }
    }
    return misses;
  }

  static BlobRef own_content(const PlannedImage& image) {
    return {*image.content, image.version.stamp.size_bytes};
  }

  bool take_late_hit(std::size_t index) {
    PlannedImage& image = plan_.images[index];
    if (!look_up_again(image, around_.results)) return false;
    succeed({index, image.output_blob.value_or(own_content(image)), Origin::hit});
    return true;
  }

  void take(const WorkedOut& worked_out, OptimizedImage& result) {
    ++found_.counters.encodes;
    const bool is_new = result.outcome.status == ImageStatus::optimized;
    const BlobRef output = is_new ? BlobRef{content_hash(result.bytes), result.bytes.size()}
                                  : own_content(plan_.images[worked_out.image]);
    succeed({worked_out.image, output, Origin::miss});
    for (const std::size_t follower : worked_out.followers) {
      succeed({follower, output, Origin::hit});
    }
    group_bytes_ += result.bytes.size();
    group_.push_back({worked_out.image, output, std::move(result)});
    if (group_bytes_ >= k_group_bytes || group_.size() >= k_group_results) remember_group();
  }

  void remember_group() {
    std::vector<NewResult> results;
    for (const Remembered& one : group_) {
      const Outcome& outcome = one.result.outcome;
      const bool has_blob = outcome.status == ImageStatus::optimized;
      results.push_back(
          {plan_.images[one.image].key,
           {encode_outcome(outcome), has_blob ? std::optional(one.output) : std::nullopt},
           one.result.bytes});
    }
    if (!results.empty()) around_.results.put(results);
    group_.clear();
    group_bytes_ = 0;
  }

  void succeed(const FoundAnswer& answer) {
    const PlannedImage& image = plan_.images[answer.image];
    ++(answer.origin == Origin::hit ? found_.counters.hits : found_.counters.misses);
    const bool same = answer.output.hash == *image.content;
    around_.reporter.image_done({image.source,
                                 same ? ImageStatus::kept : ImageStatus::optimized,
                                 answer.origin,
                                 image.format,
                                 image.version.stamp.size_bytes,
                                 answer.output.size_bytes,
                                 ""});
    found_.answers.push_back(answer);
  }

  void fail_image(std::size_t index) {
    const PlannedImage& image = plan_.images[index];
    if (image.content) around_.results.release(image.key);
    fail(image.source, &image, image.refusal->message);
  }

  void fail(const std::string& source, const PlannedImage* image, const std::string& message) {
    ImageReport report;
    report.source = source;
    report.status = ImageStatus::failed;
    report.format = image ? image->format : Format::none;
    report.source_bytes = image ? image->version.stamp.size_bytes : 0;
    report.message = message;
    around_.reporter.image_done(report);
    found_.failures.push_back(std::move(report));
  }

  void count_reads() {
    for (const PlannedImage& image : plan_.images) {
      found_.counters.images_read += image.reads;
      found_.counters.images_hashed += image.reads;
      found_.counters.bytes_read += image.reads * image.version.stamp.size_bytes;
    }
  }

  Plan& plan_;
  const RunOptions& options_;
  const Surroundings& around_;
  FoundAnswers found_;
  std::vector<Remembered> group_;
  std::uint64_t group_bytes_ = 0;
};

}  // namespace

FoundAnswers find_answers(Plan& plan, const RunOptions& options, const Surroundings& around) {
  return AnswerFinder(plan, options, around).run();
}

}  // namespace pixmill
