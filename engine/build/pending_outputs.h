// The outputs of a plan that was made before they were looked at: where little changed, the changed
// pictures and the new manifest are worked out while that is done, and nothing is put in place
// before it is. A no-op of 100,000 pictures looks at sources for half of its time and at outputs
// for the other half, in which the disk has nothing to do.
#pragma once

#include <string>
#include <vector>

#include "engine/base/file_system.h"
#include "engine/base/parallel.h"
#include "engine/build/compare_folders.h"
#include "engine/build/scan.h"
#include "engine/build/stat_all.h"
#include "engine/build/tree_state.h"

namespace pixmill {

class PendingOutputs {
 public:
  /// Begins to look. Keeps what it needs of the comparisons.
  PendingOutputs(std::vector<ScannedFolder> folders,
                 const std::vector<ComparedFolder>& comparisons,
                 const std::string& output,
                 const Workers& workers,
                 FileSystem& files);

  const std::vector<ScannedFolder>& folders() const { return folders_; }
  /// Whether all are what the records say. Waits until that is known; for one thread.
  bool are_as_recorded();

 private:
  void look(const Workers& workers, FileSystem& files);

  const std::vector<ScannedFolder> folders_;
  const std::vector<StatOrder> orders_;
  std::vector<std::vector<KnownVersion>> recorded_;  ///< by order
  bool are_as_recorded_ = false;
  Background look_;  ///< the last member, for it uses the others
};

}  // namespace pixmill
