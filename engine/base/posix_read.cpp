#include "engine/base/posix_read.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstring>

namespace pixmill {

namespace {

Unexpected not_regular(FileKind kind) {
  return unexpected(ErrorCode::not_regular,
                    kind == FileKind::directory ? "is a folder, not a file"
                                                : "is a FIFO, device or socket, not a file");
}

/// O_NONBLOCK, so that a FIFO without a writer does not hang. O_NOATIME, so that to read a file
/// leaves nothing to be written; only its owner may.
int open_to_read(const std::string& path) {
  constexpr int k_flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  const int fd = retry([&] { return ::open(path.c_str(), k_flags | O_NOATIME); });
  if (fd >= 0 || errno != EPERM) return fd;
  return retry([&] { return ::open(path.c_str(), k_flags); });
}

}  // namespace

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

Unexpected os_error(std::string_view what, int number) {
  const ErrorCode code =
      number == ENOENT || number == ENOTDIR ? ErrorCode::not_found : ErrorCode::io;
  std::array<char, 256> buffer{};
  return unexpected(code,
                    std::string(what) + ": " + strerror_r(number, buffer.data(), buffer.size()));
}

FileKind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return FileKind::regular;
  if (S_ISDIR(mode)) return FileKind::directory;
  if (S_ISLNK(mode)) return FileKind::symlink;
  return FileKind::other;
}

FileStat to_stat(const struct stat& from) {
  FileStat stat;
  stat.kind = kind_of(from.st_mode);
  stat.device = from.st_dev;
  stat.stamp.size_bytes = static_cast<std::uint64_t>(from.st_size);
  stat.stamp.mtime_ns = nanoseconds(from.st_mtim);
  stat.stamp.ctime_ns = nanoseconds(from.st_ctim);
  stat.stamp.inode = from.st_ino;
  return stat;
}

Result<std::unique_ptr<OpenFile>> open_regular(const std::string& path) {
  const int fd = open_to_read(path);
  if (fd < 0) return errno == ENXIO ? not_regular(FileKind::other) : os_error("cannot open");
  auto file = std::make_unique<OpenFile>(fd);
  struct stat raw {};
  if (::fstat(fd, &raw) != 0) return os_error("cannot stat");
  file->stat = to_stat(raw);
  if (file->stat.kind != FileKind::regular) return not_regular(file->stat.kind);
  return file;
}

Unexpected too_large(std::uint64_t size_bytes, std::uint64_t max_bytes) {
  return unexpected(ErrorCode::limit_exceeded,
                    "has " + std::to_string(size_bytes) + " bytes, over the limit of " +
                        std::to_string(max_bytes));
}

Result<std::size_t> read_up_to(int fd, std::span<std::uint8_t> buffer) {
  std::size_t done = 0;
  while (done < buffer.size()) {
    const ssize_t n = retry([&] { return ::read(fd, buffer.data() + done, buffer.size() - done); });
    if (n < 0) return os_error("cannot read");
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  return done;
}

Result<FileStamp> read_whole(const OpenFile& file, std::span<std::uint8_t> memory) {
  const FileStamp before = file.stat.stamp;
  const auto done = read_up_to(file.fd.number(), memory.first(before.size_bytes));
  if (!done) return unexpected(done.error());
  struct stat after {};
  if (::fstat(file.fd.number(), &after) != 0) return os_error("cannot stat");
  if (*done != before.size_bytes || to_stat(after).stamp != before) {
    return unexpected(ErrorCode::changed, "changed while it was read");
  }
  return before;
}

}  // namespace pixmill
