#include "engine/build/finisher.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "engine/base/parallel.h"
#include "engine/build/intent.h"
#include "engine/build/manifest.h"
#include "engine/build/outcome_record.h"
#include "engine/build/own_output.h"

namespace pixmill {

namespace {

/// A group is published when it holds this much that was worked out: large enough that a sync is
/// cheap per file, small enough that little is lost to a kill.
constexpr std::uint64_t k_worked_out_bytes = 16u << 20;
constexpr std::size_t k_worked_out_files = 256;

}  // namespace

Finisher::Finisher(Plan& plan, const RunContext& context)
    : plan_(plan),
      tree_(context.tree),
      recipes_(context.recipes),
      outputs_(context.outputs),
      around_(context.around),
      confirm_(context.confirm),
      workers_(context.options.workers()) {
  result_.entries.resize(plan.folders.size());
  result_.rows.resize(plan.folders.size());
}

bool Finisher::is_confirmed() {
  if (!result_.refuted && confirm_ && !confirm_()) result_.refuted = true;
  return !result_.refuted;
}

bool Finisher::is_in_place(Finished& finished) {
  if (!finished.in_place) finished.in_place = look_in_place(finished);
  return *finished.in_place;
}

bool Finisher::look_in_place(Finished& finished) {
  const PlannedImage& image = plan_.images[finished.image];
  finished.staged.path = image.source;
  if (plan_.in_place) {
    finished.staged.version = image.version;
    return finished.output.hash == *image.content;
  }
  return outputs_.holds(
      image.source, finished.output.size_bytes, finished.output.hash, finished.staged.version);
}

void Finisher::finish(Finished finished, ByteView bytes) {
  around_.reporter.answered(plan_.images[finished.image].version.stamp.size_bytes,
                            finished.output.size_bytes);
  if (!is_in_place(finished) && finished.staged.temporary.empty()) {
    if (Status staged = stage(finished, bytes); !staged) {
      end_in_failure(plan_.images[finished.image], staged.error());
      return;
    }
  }
  group_bytes_ += finished.output.size_bytes;
  if (finished.origin == Origin::miss) {
    worked_out_bytes_ += finished.output.size_bytes;
    ++worked_out_files_;
  }
  group_.push_back(std::move(finished));
  if (is_group_full()) commit_group();
}

Status Finisher::stage(Finished& finished, ByteView bytes) {
  const PlannedImage& image = plan_.images[finished.image];
  auto staged = outputs_.stage(image.source, bytes, plan_.in_place ? image.path : std::string());
  if (!staged) return unexpected(std::move(staged).error());
  finished.staged = std::move(*staged);
  if (plan_.in_place) finished.staged.replaces = image.version.stamp;
  return {};
}

bool Finisher::is_group_full() const {
  return worked_out_bytes_ >= k_worked_out_bytes || worked_out_files_ >= k_worked_out_files ||
         group_bytes_ >= k_published_bytes || group_.size() >= k_published_files;
}

void Finisher::commit_group(const std::function<void()>& meanwhile) {
  std::vector<Status> ends(group_.size());
  publish_group(ends, meanwhile);
  if (!is_refuted()) {
    for (std::size_t i = 0; i < group_.size(); ++i) {
      if (ends[i]) succeed(group_[i]);
    }
    retract(ends);
  }
  group_.clear();
  group_bytes_ = 0;
  worked_out_bytes_ = 0;
  worked_out_files_ = 0;
}

void Finisher::store_results() {
  std::vector<NewResult> results;
  for (const Finished& finished : group_) {
    const PlannedImage& image = plan_.images[finished.image];
    const bool has_blob = finished.outcome.status == ImageStatus::optimized;
    const bool is_miss = finished.origin == Origin::miss;
    if (is_miss) {
      results.push_back({image.key,
                         {encode_outcome(finished.outcome),
                          has_blob ? std::optional(finished.output) : std::nullopt},
                         finished.remembered});
    }
    // In place it is the next run's source in any case; of a build, when somebody has it optimized,
    // and what is the source's own bytes is found under their key.
    if (plan_.in_place || (is_miss && has_blob)) {
      results.push_back(
          own_output_result(recipes_.hash(image.recipe), finished.outcome, finished.output.hash));
    }
  }
  if (!results.empty()) around_.results.put(results);
}

/// So that outputs of a killed build are known as its own.
void Finisher::add_intents(const std::vector<StagedFile>& files,
                           const std::vector<std::size_t>& owners) {
  if (plan_.in_place || files.empty()) return;
  std::vector<StaleOutput> intents;
  intents.reserve(files.size());
  for (std::size_t k = 0; k < files.size(); ++k) {
    intents.push_back({files[k].path, group_[owners[k]].output.hash});
  }
  around_.trees.add_intents(tree_, {encode_intents(intents)});
}

/// Whatever has to be on the disk before an output is in place goes there while the outputs do, and
/// whatever is to be told of them is put together meanwhile.
void Finisher::publish_group(std::vector<Status>& ends, const std::function<void()>& meanwhile) {
  std::vector<StagedFile> to_publish;
  std::vector<std::size_t> owners;
  for (std::size_t i = 0; i < group_.size(); ++i) {
    if (group_[i].staged.temporary.empty()) continue;
    to_publish.push_back(std::move(group_[i].staged));
    owners.push_back(i);
  }
  const std::vector<Status> published = outputs_.publish(to_publish, workers_, [&] {
    const auto store = [&] {
      store_results();
      add_intents(to_publish, owners);
    };
    const auto tell = [&] {
      for (Finished& finished : group_) enter(finished);
      if (meanwhile) meanwhile();
    };
    run_beside(store, tell);
    return is_confirmed();
  });
  for (std::size_t k = 0; k < owners.size(); ++k) {
    Finished& finished = group_[owners[k]];
    finished.staged = std::move(to_publish[k]);
    ends[owners[k]] = published[k];
    if (!published[k]) continue;
    ++result_.counters.outputs_written;
    result_.counters.bytes_written += finished.output.size_bytes;
  }
}

/// Takes the image into the results, as if its output were in place.
void Finisher::enter(Finished& finished) {
  const PlannedImage& image = plan_.images[finished.image];
  EntryState entry;
  entry.name = image.name;
  entry.source = image.version;
  entry.content = *image.content;
  entry.format = image.format;
  entry.status = finished.outcome.status;
  entry.recipe = image.recipe;
  entry.output.stamp.size_bytes = finished.output.size_bytes;
  entry.output_hash = finished.output.hash;
  const ManifestImage row{image.source,
                          entry.source.stamp.size_bytes,
                          entry.content,
                          image.source,
                          finished.output.size_bytes,
                          entry.output_hash};
  result_.rows[image.folder][image.name] = manifest_row(row, finished.outcome);
  finished.entry = result_.entries[image.folder].size();
  result_.entries[image.folder].push_back(std::move(entry));
}

/// Where it was put, unless the entries were sorted since.
EntryState& Finisher::entry_of(const Finished& finished) {
  const PlannedImage& image = plan_.images[finished.image];
  FolderState& entries = result_.entries[image.folder];
  if (entries[finished.entry].name == image.name) return entries[finished.entry];
  return *std::lower_bound(
      entries.begin(), entries.end(), image.name, [](const EntryState& entry, const auto& name) {
        return entry.name < name;
      });
}

void Finisher::succeed(const Finished& finished) {
  const PlannedImage& image = plan_.images[finished.image];
  EntryState& entry = entry_of(finished);
  entry.output = finished.staged.version;
  entry.output.stamp.size_bytes = finished.output.size_bytes;
  ++(finished.origin == Origin::hit ? result_.counters.hits : result_.counters.misses);
  around_.reporter.image_done({image.source,
                               finished.outcome.status,
                               finished.origin,
                               image.format,
                               image.version.stamp.size_bytes,
                               finished.output.size_bytes,
                               finished.outcome.reason,
                               finished.outcome.output});
}

/// Takes those of the group out of the results again that did not get into place.
void Finisher::retract(const std::vector<Status>& ends) {
  std::map<std::size_t, std::set<std::string_view>> failed;  // names by folder
  for (std::size_t i = 0; i < group_.size(); ++i) {
    if (ends[i]) continue;
    const PlannedImage& image = plan_.images[group_[i].image];
    failed[image.folder].insert(image.name);
    end_in_failure(image, ends[i].error());
  }
  for (const auto& entry : failed) {
    const std::set<std::string_view>& names = entry.second;
    std::erase_if(result_.entries[entry.first],
                  [&](const EntryState& state) { return names.contains(state.name); });
  }
}

void Finisher::remember_foreign(const PlannedImage& image) {
  EntryState entry;
  entry.name = image.name;
  entry.source = image.version;
  result_.entries[image.folder].push_back(std::move(entry));
  if (image.last_output) plan_.stale.push_back({image.source, *image.last_output});
}

void Finisher::fail(const PlannedImage& image, const Error& error) {
  around_.reporter.answered(0, 0);
  end_in_failure(image, error);
}

/// What an earlier build wrote for it is stale now, for the manifest will say that it has no
/// output.
void Finisher::end_in_failure(const PlannedImage& image, const Error& error) {
  if (image.content) around_.results.release(image.key);
  if (image.last_output) plan_.stale.push_back({image.source, *image.last_output});
  result_.rows[image.folder][image.name] = failed_manifest_row(image.source, error.message);
  report_failure(image.source, &image, error.message);
}

void Finisher::fail_entry(const RefusedEntry& entry) {
  report_failure(entry.source, nullptr, entry.message);
}

void Finisher::report_failure(const std::string& source,
                              const PlannedImage* image,
                              const std::string& message) {
  if (!is_confirmed()) return;
  ImageReport report;
  report.source = source;
  report.status = ImageStatus::failed;
  if (image) {
    report.format = image->format;
    report.source_bytes = image->version.stamp.size_bytes;
  }
  report.message = message;
  around_.reporter.image_done(report);
  result_.failures.push_back(std::move(report));
}

RunResult Finisher::take(const std::function<void(RunResult&)>& at_end) {
  commit_group([&] {
    if (at_end) at_end(result_);
  });
  std::sort(result_.failures.begin(), result_.failures.end(), [](const auto& a, const auto& b) {
    return a.source < b.source;
  });
  return std::move(result_);
}

}  // namespace pixmill
