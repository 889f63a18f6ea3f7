// The plan of what replaces its own source: `optimize` carries it out, `check` only looks at it.
#pragma once

#include <string>
#include <vector>

#include "engine/build/build.h"
#include "engine/build/plan.h"
#include "engine/build/recipe_table.h"
#include "engine/build/scan.h"

namespace pixmill {

/// The paths of a request, resolved; a root for each path, in the same order.
struct InPlacePaths {
  std::vector<ScanRoot> roots;
  std::string cache_folder;  ///< empty if there is none
};

/// Fails with ErrorCode::usage where a path is missing or lies in the cache.
Result<InPlacePaths> resolve_in_place(const InPlaceRequest& request, FileSystem& files);

struct InPlaceScan {
  const InPlaceRequest& request;
  const InPlacePaths& paths;
  const RunOptions& options;
};

/// What lies below one root, not yet read. Files that are links stay links: what they lead to is
/// optimized where it lies, if it was named.
Plan scan_in_place(const ScanRoot& root, const InPlaceScan& wanted, FileSystem& files);

/// Reads the images and looks them up. A file that an earlier run wrote under the same recipe is
/// its own result, whatever else is known of its bytes: else every run would search anew in what
/// the last one left, and quality would be lost again and again.
void look_up_in_place(Plan& plan,
                      RecipeTable& recipes,
                      const RunOptions& options,
                      const Surroundings& around);

}  // namespace pixmill
