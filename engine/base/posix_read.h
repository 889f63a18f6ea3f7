// Regular files, opened and read so that a change meanwhile is noticed; and what the file system's
// other parts say of files and faults, too.
#pragma once

#include <sys/stat.h>

#include <cerrno>
#include <cstdint>
#include <ctime>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/file_system.h"
#include "engine/base/posix_descriptor.h"

namespace pixmill {

/// What the operating system said, in words.
Unexpected os_error(std::string_view what, int number = errno);

std::int64_t nanoseconds(const timespec& time);
FileKind kind_of(mode_t mode);
FileStat to_stat(const struct stat& from);

struct OpenFile {
  explicit OpenFile(int number) : fd(number) {}

  FileDescriptor fd;
  FileStat stat;
};

/// A FIFO without a writer does not hang.
Result<std::unique_ptr<OpenFile>> open_regular(const std::string& path);

Unexpected too_large(std::uint64_t size_bytes, std::uint64_t max_bytes);

/// Fills the buffer as far as the file goes; returns how far.
Result<std::size_t> read_up_to(int fd, std::span<std::uint8_t> buffer);

/// The whole file, to the beginning of memory that holds it.
Result<FileStamp> read_whole(const OpenFile& file, std::span<std::uint8_t> memory);

}  // namespace pixmill
