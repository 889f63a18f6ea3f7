#include "engine/build/staged_hits.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "engine/base/parallel.h"
#include "engine/build/work_out.h"

namespace pixmill {

namespace {

/// So few are taken from the store one by one: a reader costs as much as they do.
constexpr std::size_t k_few_hits = 8;

/// So many that follow each other are one thread's turn.
constexpr std::size_t k_turn_hits = 16;

}  // namespace

Finished finished_hit(const Plan& plan, std::size_t image) {
  const PlannedImage& planned = plan.images[image];
  Finished finished;
  finished.image = image;
  finished.outcome = *planned.outcome;
  finished.origin = Origin::hit;
  finished.output =
      planned.output_blob.value_or(BlobRef{*planned.content, planned.version.stamp.size_bytes});
  return finished;
}

std::size_t StagedHits::group_end(std::size_t first) const {
  std::uint64_t bytes = 0;
  std::size_t end = first;
  while (end < plan_.images.size() && end - first < k_published_files &&
         bytes < k_published_bytes) {
    if (is_stageable(plan_.images[end])) bytes += finished_hit(plan_, end).output.size_bytes;
    ++end;
  }
  return end;
}

/// An output that is to be held against its source first takes another way (restored_outputs.h).
bool StagedHits::is_stageable(const PlannedImage& image) const {
  return !image.refusal && image.format != Format::none && image.is_hit() &&
         !options_.check_restored;
}

void StagedHits::stage_from(std::size_t first) {
  const std::size_t end = group_end(first);
  first_ = first;
  hits_.clear();
  hits_.resize(end - first);
  std::vector<std::size_t> stageable;
  for (std::size_t i = first; i < end; ++i) {
    if (is_stageable(plan_.images[i])) stageable.push_back(i);
  }
  if (stageable.size() <= k_few_hits) return;
  // in different folders, mostly: a disk lets one file at a time be made in a folder
  const std::vector<std::size_t> order = far_from_each_other(
      (stageable.size() + k_turn_hits - 1) / k_turn_hits, options_.workers().jobs);
  share_turns(order.size(), options_.workers(), [&](Turns& turns) {
    Desk desk;
    while (const auto turn = turns.next()) {
      const std::size_t turn_begin = order[*turn] * k_turn_hits;
      const std::size_t turn_end = std::min(stageable.size(), turn_begin + k_turn_hits);
      for (std::size_t i = turn_begin; i < turn_end; ++i) {
        if (options_.stop && options_.stop->load()) return;
        stage(stageable[i], desk);
      }
    }
  });
}

void StagedHits::stage(std::size_t index, Desk& desk) {
  PlannedImage& image = plan_.images[index];
  Hit hit{finished_hit(plan_, index), {}};
  if (!finisher_.is_in_place(hit.finished) && !write(image, hit, desk)) return;
  hits_[index - first_] = std::move(hit);
}

/// Writes the temporary file, unless the source could not be read. False if the cache has to be
/// asked again.
bool StagedHits::write(PlannedImage& image, Hit& hit, Desk& desk) {
  const auto stage = [&](ByteView bytes) { hit.written = finisher_.stage(hit.finished, bytes); };
  if (image.output_blob) {
    if (!desk.reader) desk.reader = around_.results.blob_reader();
    return desk.reader->load(*image.output_blob, stage);
  }
  const auto source = read_source(image, options_.limits, around_.files, desk.source);
  if (source) stage(*source);
  return true;
}

std::optional<StagedHits::Hit> StagedHits::take(std::size_t image) {
  if (image < first_ || image >= end()) return std::nullopt;
  return std::exchange(hits_[image - first_], std::nullopt);
}

void StagedHits::discard_from(std::size_t image) {
  for (; image < end(); ++image) {
    if (auto hit = take(image); hit && !hit->finished.staged.temporary.empty()) {
      finisher_.discard(hit->finished);
    }
  }
}

}  // namespace pixmill
