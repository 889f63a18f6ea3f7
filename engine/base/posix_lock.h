// A lock on an open file or folder, which whoever dies gives up.
#pragma once

#include <memory>
#include <string>

#include "engine/base/file_system.h"
#include "engine/base/posix_descriptor.h"

namespace pixmill {

class PosixLock final : public HeldLock {
 public:
  explicit PosixLock(FileDescriptor fd) : fd_(std::move(fd)) {}
  const FileDescriptor& file() const { return fd_; }

 private:
  FileDescriptor fd_;  // closing releases the lock
};

/// The lock of an open file, if nobody holds it and the path still leads to that file: whoever held
/// it may have renamed or removed it.
std::unique_ptr<PosixLock> try_lock(FileDescriptor file, const std::string& path);

}  // namespace pixmill
