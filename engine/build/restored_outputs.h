// Outputs from a cache that is not trusted, held against their sources before they are put in
// place: in groups, for the cache is read on one thread and pictures are decoded on all.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/build/build.h"
#include "engine/build/finisher.h"
#include "engine/build/plan.h"

namespace pixmill {

class RestoredOutputs {
 public:
  RestoredOutputs(Plan& plan, const RunOptions& options, Finisher& finisher, FileSystem& files)
      : plan_(plan), options_(options), finisher_(finisher), files_(files) {}

  void add(Finished hit, Bytes output);
  bool is_full() const;

  /// Checks all that were added, stages those that are right, and gives each to `done` on this
  /// thread with what is wrong with it and whether it could be written. Where its source could not
  /// be read, the image's refusal says so.
  using Done = std::function<void(Finished hit, const Status& verdict, const Status& written)>;
  void check(const Done& done);

 private:
  struct Waiting {
    Finished hit;
    Bytes output;
    Status verdict;
    Status written;
  };

  Status hold_against_source(const Waiting& waiting);

  Plan& plan_;
  const RunOptions& options_;
  Finisher& finisher_;
  FileSystem& files_;
  std::vector<Waiting> waiting_;
  std::uint64_t bytes_ = 0;
};

}  // namespace pixmill
