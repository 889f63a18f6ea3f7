#include "engine/build/restored_outputs.h"

#include <utility>

#include "engine/base/parallel.h"
#include "engine/build/work_out.h"
#include "engine/recipe/check_stored.h"

namespace pixmill {

namespace {

/// Enough for every core, and little beside the memory that decoding takes.
constexpr std::uint64_t k_group_bytes = 16u << 20;
constexpr std::size_t k_group_outputs = 256;

}  // namespace

void RestoredOutputs::add(Finished hit, Bytes output) {
  bytes_ += output.size();
  waiting_.push_back({std::move(hit), std::move(output), {}, {}});
}

bool RestoredOutputs::is_full() const {
  return bytes_ >= k_group_bytes || waiting_.size() >= k_group_outputs;
}

Status RestoredOutputs::hold_against_source(const Waiting& waiting) {
  PlannedImage& image = plan_.images[waiting.hit.image];
  auto source = load_source(image, options_.limits, files_);
  if (!source) return unexpected(*image.refusal);
  Status verdict = check_stored_output(*source,
                                       {waiting.hit.outcome, waiting.output},
                                       image.format,
                                       *image.settings,
                                       options_.limits);
  if (!verdict) image.bytes = std::move(*source);  // it is worked out next
  return verdict;
}

void RestoredOutputs::check(const Done& done) {
  std::vector<Waiting> group = std::exchange(waiting_, {});
  bytes_ = 0;
  run_pool(
      group.size(),
      {options_.workers(), options_.max_memory_bytes},
      [&](std::size_t i) {
        const std::uint64_t weight = plan_.images[group[i].hit.image].working_bytes;
        return weight == 0 ? UINT64_MAX : weight;  // not inspected: runs alone
      },
      [&](std::size_t i) {
        Waiting& one = group[i];
        one.verdict = hold_against_source(one);
        if (one.verdict) one.written = finisher_.stage(one.hit, one.output);
      },
      [&](std::size_t i) {
        done(std::move(group[i].hit), group[i].verdict, group[i].written);
        return true;
      });
}

}  // namespace pixmill
