#include "engine/base/posix_pieces.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/posix_read.h"

namespace pixmill {

namespace {

class PosixReadableFile final : public ReadableFile {
 public:
  explicit PosixReadableFile(std::unique_ptr<OpenFile> file) : file_(std::move(file)) {}

  Result<FileStamp> stamp() const override {
    struct stat raw {};
    if (::fstat(file_->fd.number(), &raw) != 0) return os_error("cannot stat");
    return to_stat(raw).stamp;
  }

  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> memory) const override {
    std::size_t done = 0;
    while (done < memory.size()) {
      const auto at = static_cast<off_t>(offset + done);
      const ssize_t n = retry([&] {
        return ::pread(file_->fd.number(), memory.data() + done, memory.size() - done, at);
      });
      if (n < 0) return os_error("cannot read");
      if (n == 0) break;
      done += static_cast<std::size_t>(n);
    }
    return done;
  }

  void forget() const override {
    static_cast<void>(::posix_fadvise(file_->fd.number(), 0, 0, POSIX_FADV_DONTNEED));
  }

 private:
  const std::unique_ptr<OpenFile> file_;
};

class PosixWritableFile final : public WritableFile {
 public:
  PosixWritableFile(FileDescriptor fd, timespec created) : fd_(std::move(fd)), created_(created) {}

  Status append(ByteView bytes) override {
    if (!writer_.write(fd_, bytes)) return os_error("cannot write");
    return {};
  }

  Result<FileStamp> finish() override {
    const std::array<timespec, 2> times{timespec{0, UTIME_OMIT}, created_};
    // some file systems let no date be set: there, the clock is waited for after all
    static_cast<void>(::futimens(fd_.number(), times.data()));
    if (::fsync(fd_.number()) != 0) return os_error("cannot sync");
    struct stat raw {};
    if (::fstat(fd_.number(), &raw) != 0) return os_error("cannot stat");
    if (!fd_.close()) return os_error("cannot write");
    return to_stat(raw).stamp;
  }

 private:
  FileDescriptor fd_;
  const timespec created_;
  FlushingWriter writer_;
};

}  // namespace

bool FlushingWriter::write(const FileDescriptor& file, ByteView bytes) {
  constexpr std::size_t k_flushed_bytes = 2u << 20;
  while (!bytes.empty()) {
    const ByteView part = bytes.first(std::min(bytes.size(), k_flushed_bytes - unflushed_bytes_));
    if (!write_all(file, part)) return false;
    bytes = bytes.subspan(part.size());
    unflushed_bytes_ += part.size();
    if (unflushed_bytes_ >= k_flushed_bytes) flush(file);
  }
  return true;
}

void FlushingWriter::flush(const FileDescriptor& file) {
  if (std::exchange(unflushed_bytes_, 0) == 0) return;
  // of all that is not on its way yet; whatever fails is told by the sync
  static_cast<void>(::sync_file_range(file.number(), 0, 0, SYNC_FILE_RANGE_WRITE));
}

int open_new(const std::string& path) {
  return retry([&] { return ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666); });
}

Result<std::unique_ptr<ReadableFile>> open_readable(const std::string& path) {
  auto file = open_regular(path);
  if (!file) return unexpected(std::move(file).error());
  return std::unique_ptr<ReadableFile>(std::make_unique<PosixReadableFile>(*std::move(file)));
}

Result<std::unique_ptr<WritableFile>> create_writable(const std::string& path) {
  FileDescriptor fd(open_new(path));
  if (!fd.is_open()) return os_error("cannot create");
  struct stat raw {};
  if (::fstat(fd.number(), &raw) != 0) return os_error("cannot stat");
  return std::unique_ptr<WritableFile>(
      std::make_unique<PosixWritableFile>(std::move(fd), raw.st_mtim));
}

}  // namespace pixmill
