#include "engine/base/posix_lock.h"

#include <sys/file.h>
#include <sys/stat.h>

namespace pixmill {

std::unique_ptr<PosixLock> try_lock(FileDescriptor file, const std::string& path) {
  auto lock = std::make_unique<PosixLock>(std::move(file));
  const int fd = lock->file().number();
  struct stat ours {};
  struct stat named {};
  if (retry([&] { return ::flock(fd, LOCK_EX | LOCK_NB); }) != 0) return nullptr;
  if (::fstat(fd, &ours) != 0 || ::lstat(path.c_str(), &named) != 0) return nullptr;
  if (ours.st_ino != named.st_ino || ours.st_dev != named.st_dev) return nullptr;
  return lock;
}

}  // namespace pixmill
