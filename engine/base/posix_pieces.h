// Large files of the operating system that are read or written piece by piece.
#pragma once

#include <memory>
#include <string>

#include "engine/base/bytes.h"
#include "engine/base/file_system.h"
#include "engine/base/posix_descriptor.h"
#include "engine/base/result.h"

namespace pixmill {

/// The descriptor of a new file to write to, or -1, with errno set.
int open_new(const std::string& path);

/// write_all() that has the disk begin with what was written while more is: a manifest of 30 MB is
/// then mostly there when its end is waited for.
class FlushingWriter {
 public:
  bool write(const FileDescriptor& file, ByteView bytes);
  /// Has it begin with the rest, too.
  void flush(const FileDescriptor& file);

 private:
  std::size_t unflushed_bytes_ = 0;
};

Result<std::unique_ptr<ReadableFile>> open_readable(const std::string& path);
Result<std::unique_ptr<WritableFile>> create_writable(const std::string& path);

}  // namespace pixmill
