#include "cache/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>

#include <chrono>
#include <thread>

namespace pixmill::cache {

FolderLock::FolderLock(const std::filesystem::path& folder)
    : file_(::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666)) {}

bool FolderLock::lock_shared(int patience_ms) const {
  for (int waited_ms = 0; ::flock(file_.number(), LOCK_SH | LOCK_NB) != 0; ++waited_ms) {
    if (waited_ms >= patience_ms) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

bool FolderLock::try_lock_exclusive() const {
  return ::flock(file_.number(), LOCK_EX | LOCK_NB) == 0;
}

}  // namespace pixmill::cache
