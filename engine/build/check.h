// `pixmill check`: what optimize or build would change, without changing it. Nothing is written to
// any tree; what had to be worked out is remembered in the cache, where the run lets one write
// there, so that the optimize or build that follows finds it done.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/build/build.h"
#include "engine/build/summary.h"

namespace pixmill {

/// An output, held against what the build would write there.
enum class OutputState : std::uint8_t { right, missing, different };

struct CheckedImage {
  std::string name;  ///< as a person finds it: below the path as it was given
  Format format = Format::none;
  Origin origin = Origin::unchanged;
  std::uint64_t source_bytes = 0;
  std::uint64_t best_bytes = 0;             ///< after optimize, or of the right output
  OutputState output = OutputState::right;  ///< always right where no output was asked about
};

struct CheckResult {
  std::vector<CheckedImage> images;    ///< sorted by name; without those that failed
  std::vector<std::string> leftovers;  ///< outputs, relative, that the build would remove
  /// The outputs are right, and the manifest is missing or lists others.
  bool manifest_is_stale = false;
  Counters counters;
  std::vector<ImageReport> failures;  ///< sorted by source
  bool interrupted = false;
};

/// Against what `optimize` would make of each file. Fails (with ErrorCode::usage) as that does.
Result<CheckResult> check_in_place(const InPlaceRequest& request,
                                   SettingsLayers& layers,
                                   const RunOptions& options,
                                   const Surroundings& around);

/// The output folder against what `build` would leave there. Fails (with ErrorCode::usage) as that
/// does.
Result<CheckResult> check_tree(const BuildRequest& request,
                               SettingsLayers& layers,
                               const RunOptions& options,
                               const Surroundings& around);

}  // namespace pixmill
