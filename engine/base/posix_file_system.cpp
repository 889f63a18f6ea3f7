#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <memory>

#include "engine/base/file_system.h"
#include "engine/base/posix_descriptor.h"
#include "engine/base/posix_lock.h"
#include "engine/base/posix_pieces.h"
#include "engine/base/posix_read.h"

namespace pixmill {

namespace {

FileKind kind_of_entry(unsigned char type) {
  switch (type) {
    case DT_REG:
      return FileKind::regular;
    case DT_DIR:
      return FileKind::directory;
    case DT_LNK:
      return FileKind::symlink;
    case DT_UNKNOWN:
      return FileKind::missing;
    default:
      return FileKind::other;
  }
}

/// The disk begins with a file of so much while others are written, a restore's next outputs
/// perhaps. For a smaller one, to ask for that costs more than it gives.
constexpr std::size_t k_large_bytes = 128u << 10;

/// Of a kernel that ticks at 100 Hz.
constexpr std::int64_t k_slowest_tick_ns = 10'000'000;

/// Whether dates there are this kernel's. Another machine's clock may be slower, and some file
/// systems keep dates by the second; so only those are named of which it is known.
bool dates_by_kernel_clock(const std::string& folder) {
  struct statfs system {};
  if (::statfs(folder.empty() ? "." : folder.c_str(), &system) != 0) return false;
  switch (static_cast<unsigned long>(system.f_type)) {
    case EXT4_SUPER_MAGIC:
    case XFS_SUPER_MAGIC:
    case BTRFS_SUPER_MAGIC:
    case F2FS_SUPER_MAGIC:
    case TMPFS_MAGIC:
      return true;
    default:
      return false;
  }
}

class PosixFileSystem final : public FileSystem {
 public:
  Result<FileStat> stat(const std::string& path, Links links) override {
    struct stat raw {};
    const int flags = links == Links::keep ? AT_SYMLINK_NOFOLLOW : 0;
    if (::fstatat(AT_FDCWD, path.c_str(), &raw, flags) == 0) return to_stat(raw);
    if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP) return FileStat{};
    return os_error("cannot stat");
  }

  std::vector<FileStat> stat_each(const std::string& folder,
                                  std::span<const std::string_view> names) override {
    std::vector<FileStat> stats(names.size());
    const FileDescriptor fd(
        ::open(folder.empty() ? "." : folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!fd.is_open()) return stats;
    std::string terminated;
    for (std::size_t i = 0; i < names.size(); ++i) {
      terminated = names[i];
      struct stat raw {};
      if (::fstatat(fd.number(), terminated.c_str(), &raw, AT_SYMLINK_NOFOLLOW) == 0)
        stats[i] = to_stat(raw);
    }
    return stats;
  }

  Result<std::vector<DirectoryEntry>> list(const std::string& folder) override {
    const std::unique_ptr<DIR, int (*)(DIR*)> dir(::opendir(folder.empty() ? "." : folder.c_str()),
                                                  ::closedir);
    if (!dir) return os_error("cannot list");
    std::vector<DirectoryEntry> entries;
    for (;;) {
      errno = 0;  // readdir() alone tells its end from a fault by it
      const dirent* entry = ::readdir(dir.get());  // NOLINT(concurrency-mt-unsafe): own DIR
      if (!entry) break;
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      FileKind kind = kind_of_entry(entry->d_type);
      if (kind == FileKind::missing) {  // a file system that does not tell
        struct stat raw {};
        if (::fstatat(::dirfd(dir.get()), entry->d_name, &raw, AT_SYMLINK_NOFOLLOW) == 0)
          kind = kind_of(raw.st_mode);
      }
      entries.push_back({std::string(name), kind});
    }
    if (errno != 0) return os_error("cannot list");
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
      return a.name < b.name;
    });
    return entries;
  }

  Result<std::string> real_path(const std::string& path) override {
    const std::unique_ptr<char, void (*)(void*)> real(::realpath(path.c_str(), nullptr), std::free);
    if (!real) return os_error("cannot resolve");
    return std::string(real.get());
  }

  Result<FileContent> read(const std::string& path, std::uint64_t max_bytes) override {
    FileContent content;
    const auto stamp = read_into(path, max_bytes, content.bytes);
    if (!stamp) return unexpected(stamp.error());
    content.stamp = *stamp;
    return content;
  }

  Result<FileStamp> read_into(const std::string& path,
                              std::uint64_t max_bytes,
                              Bytes& buffer) override {
    const auto file = open_regular(path);
    if (!file) return unexpected(file.error());
    const std::uint64_t size_bytes = (*file)->stat.stamp.size_bytes;
    if (size_bytes > max_bytes) return too_large(size_bytes, max_bytes);
    if (buffer.size() < size_bytes) buffer.resize(size_bytes);
    return read_whole(**file, buffer);
  }

  Result<std::unique_ptr<ReadableFile>> open(const std::string& path) override {
    return open_readable(path);
  }

  Result<Bytes> read_head(const std::string& path, std::size_t max_bytes) override {
    auto file = open_regular(path);
    if (!file) return unexpected(std::move(file).error());
    Bytes head(std::min<std::uint64_t>(max_bytes, (*file)->stat.stamp.size_bytes));
    const auto done = read_up_to((*file)->fd.number(), head);
    if (!done) return unexpected(done.error());
    head.resize(*done);
    return head;
  }

  Result<FileStamp> write_new(const std::string& path, ByteView bytes) override {
    FileDescriptor fd(open_new(path));
    if (!fd.is_open()) return os_error("cannot create");
    FlushingWriter writer;
    if (!writer.write(fd, bytes)) return os_error("cannot write");
    if (bytes.size() >= k_large_bytes) writer.flush(fd);
    struct stat raw {};
    if (::fstat(fd.number(), &raw) != 0) return os_error("cannot stat");
    if (!fd.close()) return os_error("cannot write");
    return to_stat(raw).stamp;
  }

  Result<std::unique_ptr<WritableFile>> create(const std::string& path) override {
    return create_writable(path);
  }

  Result<std::unique_ptr<HeldLock>> write_locked(const std::string& path, ByteView bytes) override {
    int fd = open_new(path);
    if (fd < 0 && errno == EEXIST) {
      remove_abandoned(path);
      fd = open_new(path);
    }
    if (fd < 0 && errno == EEXIST) return std::unique_ptr<HeldLock>{};
    if (fd < 0) return os_error("cannot create");
    auto lock = try_lock(FileDescriptor(fd), path);
    if (!lock) return std::unique_ptr<HeldLock>{};  // taken for abandoned before it was locked
    if (!write_all(lock->file(), bytes)) {
      auto failed = os_error("cannot write");
      ::unlink(path.c_str());
      return failed;
    }
    return std::unique_ptr<HeldLock>(std::move(lock));
  }

  bool remove_abandoned(const std::string& path) override {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) return false;
    if (const auto lock = try_lock(FileDescriptor(fd), path)) ::unlink(path.c_str());
    return true;
  }

  Status sync(const std::string& folder) override {
    const FileDescriptor fd(
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd.is_open() || ::syncfs(fd.number()) != 0) return os_error("cannot sync");
    return {};
  }

  Status sync_file(const std::string& path) override {
    const FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!fd.is_open() || ::fsync(fd.number()) != 0) return os_error("cannot sync");
    return {};
  }

  Status rename(const std::string& from, const std::string& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) return os_error("cannot rename into place");
    return {};
  }

  Status copy_permissions(const std::string& from, const std::string& to) override {
    struct stat raw {};
    if (::stat(from.c_str(), &raw) != 0) return os_error("cannot stat");
    if (::chmod(to.c_str(), raw.st_mode & 07777) != 0) return os_error("cannot set permissions");
    if (::geteuid() == 0 && ::chown(to.c_str(), raw.st_uid, raw.st_gid) != 0)
      return os_error("cannot set the owner");
    return {};
  }

  Status remove_file(const std::string& path) override {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT && errno != ENOTDIR)
      return os_error("cannot remove");
    return {};
  }

  Status remove_empty_folder(const std::string& path) override {
    if (::rmdir(path.c_str()) != 0 && errno != ENOENT && errno != ENOTEMPTY && errno != EEXIST &&
        errno != ENOTDIR) {
      return os_error("cannot remove the folder");
    }
    return {};
  }

  Status make_folders(const std::string& path) override {
    if (path.empty() || ::mkdir(path.c_str(), 0777) == 0) return {};
    if (errno == ENOENT) {
      const std::string parent(parent_path(path));
      if (parent.size() < path.size()) {
        if (auto made = make_folders(parent); !made) return made;
      }
      if (::mkdir(path.c_str(), 0777) == 0) return {};
    }
    if (errno == EEXIST) {
      struct stat raw {};
      if (::stat(path.c_str(), &raw) == 0 && S_ISDIR(raw.st_mode)) return {};
      errno = ENOTDIR;
    }
    return os_error("cannot make the folder");
  }

  Result<std::unique_ptr<HeldLock>> lock(const std::string& folder) override {
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) return std::unique_ptr<HeldLock>{};
    if (fd < 0) return os_error("cannot open the folder");
    auto lock = std::make_unique<PosixLock>(FileDescriptor(fd));
    if (retry([&] { return ::flock(fd, LOCK_EX); }) != 0) return os_error("cannot lock the folder");
    // Whoever held it before may have removed the folder; a lock on what is gone protects nothing.
    struct stat ours {};
    struct stat theirs {};
    if (::fstat(fd, &ours) != 0 || ::stat(folder.c_str(), &theirs) != 0 ||
        ours.st_ino != theirs.st_ino) {
      return std::unique_ptr<HeldLock>{};
    }
    return std::unique_ptr<HeldLock>(std::move(lock));
  }

  std::int64_t now_ns() override {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME_COARSE, &now);  // the clock that files' times come from
    return nanoseconds(now);
  }

  std::int64_t tick_ns(const std::string& folder) override {
    timespec tick{};
    if (!dates_by_kernel_clock(folder) || ::clock_getres(CLOCK_REALTIME_COARSE, &tick) != 0) {
      return k_slowest_tick_ns;
    }
    return nanoseconds(tick);
  }

  void sleep_ns(std::int64_t duration_ns) override {
    timespec rest{duration_ns / 1'000'000'000, duration_ns % 1'000'000'000};
    while (::nanosleep(&rest, &rest) != 0 && errno == EINTR) {
    }
  }
};

}  // namespace

std::unique_ptr<FileSystem> make_posix_file_system() {
  return std::make_unique<PosixFileSystem>();
}

}  // namespace pixmill
