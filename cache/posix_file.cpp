#include "cache/posix_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pixmill::cache {

FileDescriptor open_regular_file(const std::filesystem::path& file) {
  // Without O_NONBLOCK, a FIFO under the name would be waited for.
  FileDescriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!opened.is_open() || !size_of(opened)) return {};
  return opened;
}

std::optional<std::uint64_t> size_of(const FileDescriptor& file) {
  struct stat status {};
  if (::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return static_cast<std::uint64_t>(status.st_size);
}

std::optional<Bytes> read_at(const FileDescriptor& file, std::uint64_t offset, std::size_t size) {
  const auto file_size = size_of(file);
  // Checked first, so that a size from a damaged place allocates nothing.
  if (!file_size || *file_size < offset || *file_size - offset < size) return std::nullopt;
  Bytes bytes(size);
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got = retry([&] {
      return ::pread(
          file.number(), bytes.data() + done, size - done, static_cast<off_t>(offset + done));
    });
    if (got <= 0) return std::nullopt;
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

FileDescriptor create_file(const std::filesystem::path& file,
                           std::initializer_list<ByteView> parts) {
  FileDescriptor created(
      ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666));
  if (!created.is_open()) return {};
  for (const ByteView part : parts) {
    if (write_all(created, part)) continue;
    ::unlink(file.c_str());
    return {};
  }
  return created;
}

bool sync(const FileDescriptor& file) {
  return ::fdatasync(file.number()) == 0;
}

bool sync_folder(const std::filesystem::path& folder) {
  const FileDescriptor opened(::open(folder.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY));
  return opened.is_open() && ::fsync(opened.number()) == 0;
}

}  // namespace pixmill::cache
