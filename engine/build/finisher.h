// The end of every image, on one thread: results are remembered, outputs put in place, rows
// written, in groups, for a sync a file would cost more than the encoding.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/build/output_folder.h"
#include "engine/build/plan.h"
#include "engine/build/run.h"

namespace pixmill {

/// An image whose answer is known.
struct Finished {
  std::size_t image = 0;  ///< index into Plan::images
  Outcome outcome;
  Origin origin = Origin::miss;
  BlobRef output;
  Bytes remembered;                   ///< the output's bytes, where the cache is to keep them
  StagedFile staged;                  ///< no temporary file: the right bytes lie there already
  std::optional<bool> in_place = {};  ///< what is_in_place() said
  std::size_t entry = 0;              ///< where it was put in RunResult::entries
};

/// Hits are staged and published in groups of so many, or so much. They lose nothing but a copy if
/// the process dies, and each group costs two waits for the disk.
inline constexpr std::uint64_t k_published_bytes = 128u << 20;
inline constexpr std::size_t k_published_files = 2048;

class Finisher {
 public:
  Finisher(Plan& plan, const RunContext& context);

  /// Stages the output unless it is there or was staged already, and takes the image into the
  /// group. `bytes` are the output's; needed only where they are written here.
  void finish(Finished finished, ByteView bytes);
  /// True if the output is there already; sets its version. Looks once. Thread-safe for different
  /// images, as is stage().
  bool is_in_place(Finished& finished);
  /// Writes the output's temporary file.
  Status stage(Finished& finished, ByteView bytes);
  /// Removes it again: the image is not finished after all.
  void discard(Finished& finished) { outputs_.discard(finished.staged); }
  void fail(const PlannedImage& image, const Error& error);
  void fail_entry(const RefusedEntry& entry);
  void remember_foreign(const PlannedImage& image);
  bool has_failures() const { return !result_.failures.empty(); }
  /// Asks whether the plan holds (RunContext::confirm), unless it is known not to.
  bool is_confirmed();
  bool is_refuted() const { return result_.refuted; }
  Counters& counters() { return result_.counters; }

  /// Commits the last group and gives up the results. `at_end`: see RunContext.
  RunResult take(const std::function<void(RunResult&)>& at_end);

  /// Stores and publishes what is finished so far.
  void commit_group(const std::function<void()>& meanwhile = {});

 private:
  bool look_in_place(Finished& finished);
  void end_in_failure(const PlannedImage& image, const Error& error);
  bool is_group_full() const;
  void store_results();
  void add_intents(const std::vector<StagedFile>& files, const std::vector<std::size_t>& owners);
  void publish_group(std::vector<Status>& ends, const std::function<void()>& meanwhile);
  void enter(Finished& finished);
  void succeed(const Finished& finished);
  void retract(const std::vector<Status>& ends);
  EntryState& entry_of(const Finished& finished);
  void report_failure(const std::string& source,
                      const PlannedImage* image,
                      const std::string& message);

  Plan& plan_;
  const TreeId tree_;
  const RecipeTable& recipes_;
  OutputFolder& outputs_;
  const Surroundings& around_;
  const std::function<bool()>& confirm_;
  const Workers workers_;
  RunResult result_;
  std::vector<Finished> group_;
  std::uint64_t group_bytes_ = 0;
  std::uint64_t worked_out_bytes_ = 0;  ///< of the group's misses
  std::size_t worked_out_files_ = 0;
};

}  // namespace pixmill
