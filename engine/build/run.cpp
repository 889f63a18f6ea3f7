#include "engine/build/run.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/build/finisher.h"
#include "engine/build/look_up.h"
#include "engine/build/planned_images.h"
#include "engine/build/restored_outputs.h"
#include "engine/build/staged_hits.h"
#include "engine/build/work_beside_others.h"

namespace pixmill {

namespace {

class Runner {
 public:
  Runner(Plan& plan, const RunOptions& options, Finisher& finisher, const Surroundings& around)
      : plan_(plan),
        options_(options),
        finisher_(finisher),
        around_(around),
        staged_(plan, options, finisher, around),
        restored_(plan, options, finisher, around.files) {}

  /// False if it was stopped before every image had its turn.
  bool run() {
    for (const RefusedEntry& entry : plan_.refused) finisher_.fail_entry(entry);
    bool complete = finish_without_work();
    if (complete) complete = finish_misses();
    for (const PlannedImage& image : plan_.images) count_reads(image, finisher_.counters());
    return complete;
  }

 private:
  bool is_stopped() const {
    return finisher_.is_refuted() || (options_.stop && options_.stop->load()) ||
           (options_.fail_fast && finisher_.has_failures());
  }

  /// Foreign files, refusals and hits.
  bool finish_without_work() {
    for (std::size_t i = 0; i < plan_.images.size(); ++i) {
      if (i == staged_.end()) staged_.stage_from(i);
      if (is_stopped()) {
        staged_.discard_from(i);
        return false;
      }
      PlannedImage& image = plan_.images[i];
      if (image.refusal) {
        finisher_.fail(image, *image.refusal);
      } else if (image.format == Format::none) {
        finisher_.remember_foreign(image);
      } else if (!image.is_hit() || !finish_hit(i)) {
        misses_.push_back(i);
      }
      if (restored_.is_full()) check_restored();
    }
    check_restored();
    return !is_stopped();
  }

  /// False if the cache could not give the output after all.
  bool finish_hit(std::size_t index) {
    PlannedImage& image = plan_.images[index];
    if (auto staged = staged_.take(index)) {
      finish_staged(image, std::move(*staged));
      return true;
    }
    Finished finished = finished_hit(plan_, index);
    std::optional<Bytes> bytes;
    if (!finisher_.is_in_place(finished)) {
      bytes = image.output_blob ? around_.results.load(finished.output)
                                : load_source(image, options_.limits, around_.files);
      if (!bytes && !image.refusal) return false;
    }
    if (image.refusal) {
      finisher_.fail(image, *image.refusal);
    } else if (options_.check_restored && image.output_blob && bytes) {
      restored_.add(std::move(finished), std::move(*bytes));
    } else {
      finisher_.finish(std::move(finished), bytes.value_or(Bytes()));
    }
    return true;
  }

  void finish_staged(const PlannedImage& image, StagedHits::Hit hit) {
    if (image.refusal) {
      finisher_.fail(image, *image.refusal);
    } else if (!hit.written) {
      finisher_.fail(image, hit.written.error());
    } else {
      finisher_.finish(std::move(hit.finished), {});
    }
  }

  void check_restored() {
    restored_.check([&](Finished hit, const Status& verdict, const Status& written) {
      const PlannedImage& image = plan_.images[hit.image];
      if (image.refusal) {
        finisher_.fail(image, *image.refusal);
      } else if (verdict && !written) {
        finisher_.fail(image, written.error());
      } else if (verdict) {
        finisher_.finish(std::move(hit), {});
      } else {
        warn_of_wrong_output(image, verdict.error().message);
        misses_.push_back(hit.image);
      }
    });
  }

  /// Once: a cache that holds one such row may hold thousands. Where the plan does not hold, the
  /// next one's run finds it again.
  void warn_of_wrong_output(const PlannedImage& image, const std::string& what) {
    if (warned_ || !finisher_.is_confirmed()) return;
    warned_ = true;
    around_.reporter.warning("the cache's output for " + image.source + " " + what +
                             "; such outputs are not used");
  }

  bool finish_misses() {
    const MissSteps steps{[&](WorkedOut& worked_out, OptimizedImage& answer) {
                            finish_worked_out(worked_out, answer);
                          },
                          [&](std::size_t index) {
                            finisher_.fail(plan_.images[index], *plan_.images[index].refusal);
                          },
                          [&] { finisher_.commit_group(); },
                          [&](std::size_t index) { return finish_late_hit(index); },
                          [&] { return is_stopped(); }};
    return work_beside_others(plan_, misses_, options_, around_, steps);
  }

  /// Another process stored the result after it was looked up here.
  bool finish_late_hit(std::size_t index) {
    PlannedImage& image = plan_.images[index];
    return look_up_again(image, around_.results) && finish_hit(index);
  }

  void finish_worked_out(const WorkedOut& worked_out, const OptimizedImage& answer) {
    ++finisher_.counters().encodes;
    const bool is_new = answer.outcome.status == ImageStatus::optimized;
    const Bytes& bytes = is_new ? answer.bytes : worked_out.source;
    Finished finished;
    finished.outcome = answer.outcome;
    finished.output = {content_hash(bytes), bytes.size()};
    finished.origin = Origin::hit;
    for (const std::size_t follower : worked_out.followers) {
      finished.image = follower;
      finisher_.finish(finished, bytes);
    }
    finished.image = worked_out.image;
    finished.origin = Origin::miss;
    if (is_new) finished.remembered = bytes;
    finisher_.finish(std::move(finished), bytes);
  }

  Plan& plan_;
  const RunOptions& options_;
  Finisher& finisher_;
  const Surroundings& around_;
  StagedHits staged_;
  RestoredOutputs restored_;
  std::vector<std::size_t> misses_;
  bool warned_ = false;
};

}  // namespace

RunResult run(Plan& plan, const RunContext& context) {
  Finisher finisher(plan, context);
  const bool complete = Runner(plan, context.options, finisher, context.around).run();
  RunResult result = finisher.take(complete ? context.at_end : std::function<void(RunResult&)>());
  result.complete = complete;
  return result;
}

}  // namespace pixmill
