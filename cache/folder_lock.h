// Who has the cache folder open. SQLite locks its own file, but replacing that file whole (a
// damaged index that is set aside, a cleared cache) while another process has it open would part
// the two: so every process that may write holds this lock shared, and replaces only when it is
// alone.
#pragma once

#include <filesystem>

#include "cache/posix_file.h"

namespace pixmill::cache {

/// flock(2) on FOLDER/lock: it goes with the process that held it, however that ends. It is
/// advisory and never waited for without a bound. Changing from shared to exclusive gives the lock
/// up first.
class FolderLock {
 public:
  FolderLock() = default;
  /// Creates the lock file. Not open where the folder cannot be written.
  explicit FolderLock(const std::filesystem::path& folder);

  bool is_open() const { return file_.is_open(); }
  /// Waits up to `patience_ms` for a process that is replacing the index.
  bool lock_shared(int patience_ms) const;
  /// True if no other process has the folder open. If not, nothing is locked any more.
  bool try_lock_exclusive() const;

 private:
  FileDescriptor file_;
};

}  // namespace pixmill::cache
