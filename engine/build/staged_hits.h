// Outputs of hits on their way from the cache to temporary files, on all cores: reading, hashing
// and writing them is all that a build does whose output folder is empty.
//
// A group at a time, so that what is written but not yet in place never grows beyond what the
// finisher publishes at once, and no reader of the cache is held while something is written to it.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/build/finisher.h"

namespace pixmill {

/// What a hit says of its image's end; nothing is staged.
Finished finished_hit(const Plan& plan, std::size_t image);

class StagedHits {
 public:
  StagedHits(Plan& plan, const RunOptions& options, Finisher& finisher, const Surroundings& around)
      : plan_(plan), options_(options), finisher_(finisher), around_(around) {}

  struct Hit {
    Finished finished;
    Status written;  ///< of the temporary file
  };

  /// Stages the next group, from an image on that end() says is the next.
  void stage_from(std::size_t first);
  /// The image after the last group.
  std::size_t end() const { return first_ + hits_.size(); }
  /// Nothing where the image is no hit, or has to be asked of the store again. Where its source
  /// could not be read, the image's refusal says so.
  std::optional<Hit> take(std::size_t image);
  /// Removes the temporary files of the group's images from this one on.
  void discard_from(std::size_t image);

 private:
  std::size_t group_end(std::size_t first) const;
  bool is_stageable(const PlannedImage& image) const;
  /// What a thread keeps from one hit to the next.
  struct Desk {
    std::unique_ptr<BlobReader> reader;  ///< once one was needed
    Bytes source;
  };
  void stage(std::size_t index, Desk& desk);
  bool write(PlannedImage& image, Hit& hit, Desk& desk);

  Plan& plan_;
  const RunOptions& options_;
  Finisher& finisher_;
  const Surroundings& around_;
  std::size_t first_ = 0;
  std::vector<std::optional<Hit>> hits_;  ///< of images from first_ on
};

}  // namespace pixmill
