// The disk and the clock, behind a port: tests put another one there, count what a build reads and
// writes, and make it fail. Paths are bytes, '/'-separated; nothing here normalises them.
//
// Everything that is written goes to a temporary name first, is synced in groups, and is renamed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/bytes.h"
#include "engine/base/result.h"

namespace pixmill {

enum class FileKind : std::uint8_t { missing, regular, directory, symlink, other };

/// What identifies a version of a file without reading it. Times are since the epoch.
struct FileStamp {
  std::uint64_t size_bytes = 0;
  std::int64_t mtime_ns = 0;
  std::int64_t ctime_ns = 0;
  std::uint64_t inode = 0;

  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

struct FileStat {
  FileKind kind = FileKind::missing;
  FileStamp stamp;
  std::uint64_t device = 0;
};

struct DirectoryEntry {
  std::string name;
  FileKind kind = FileKind::missing;  ///< a link is a symlink, whatever it points to
};

/// A whole file, and the stamp that it had before and after the reading.
struct FileContent {
  Bytes bytes;
  FileStamp stamp;
};

/// Holds a folder's or a file's lock until it is destroyed.
class HeldLock {
 public:
  virtual ~HeldLock() = default;
};

/// A regular file as it was opened: it can be read, and is not freed (which takes time if it is
/// large), though its path comes to lead elsewhere or nowhere. Thread-safe.
class ReadableFile {
 public:
  virtual ~ReadableFile() = default;
  /// What is known of it now.
  virtual Result<FileStamp> stamp() const = 0;
  /// Fills the memory from `offset` on, as far as the file goes; returns how far.
  virtual Result<std::size_t> read_at(std::uint64_t offset,
                                      std::span<std::uint8_t> memory) const = 0;
  /// It was read for the last time: the system need not keep it in memory, and has less to free
  /// once it is replaced.
  virtual void forget() const = 0;
};

/// A new file that is written piece by piece, by one thread.
class WritableFile {
 public:
  virtual ~WritableFile() = default;
  virtual Status append(ByteView bytes) = 0;
  /// Makes it durable, and closes it. Its mtime is the time of its creation: whoever writes to it
  /// from now on leaves another, without a tick of the clock that would have to be waited for.
  /// Where the file system lets no date be set, it is the time of the last writing.
  virtual Result<FileStamp> finish() = 0;
};

/// Whether a path's last part is followed if it is a symbolic link.
enum class Links : std::uint8_t { follow, keep };

/// All functions are thread-safe. Error messages say what failed and why, without the path.
class FileSystem {
 public:
  virtual ~FileSystem() = default;

  /// kind is missing where there is nothing (or a dangling link, when followed); fails on faults.
  virtual Result<FileStat> stat(const std::string& path, Links links) = 0;
  /// The stats of several names in one folder, links kept; the same length as `names`.
  virtual std::vector<FileStat> stat_each(const std::string& folder,
                                          std::span<const std::string_view> names) = 0;
  /// Entries in byte order of their names, without "." and "..".
  virtual Result<std::vector<DirectoryEntry>> list(const std::string& folder) = 0;
  /// The absolute path without links, "." and "..".
  virtual Result<std::string> real_path(const std::string& path) = 0;

  /// A regular file, whole. Refuses anything else without blocking (not_regular), more than
  /// `max_bytes` (limit_exceeded), and a file that changes meanwhile (changed).
  virtual Result<FileContent> read(const std::string& path, std::uint64_t max_bytes) = 0;
  /// The same to the beginning of a buffer that only ever grows: used for one file after the other,
  /// it saves making and clearing as much memory as each of them is long.
  virtual Result<FileStamp> read_into(const std::string& path,
                                      std::uint64_t max_bytes,
                                      Bytes& buffer) = 0;
  /// Refuses anything but a regular file without blocking (not_regular).
  virtual Result<std::unique_ptr<ReadableFile>> open(const std::string& path) = 0;
  /// At most the first `max_bytes`, under the same rules as read().
  virtual Result<Bytes> read_head(const std::string& path, std::size_t max_bytes) = 0;

  /// Creates a file that must not exist yet; not synced. Mode 0666 less the umask.
  virtual Result<FileStamp> write_new(const std::string& path, ByteView bytes) = 0;
  /// The same for a file that is not whole in memory, still empty.
  virtual Result<std::unique_ptr<WritableFile>> create(const std::string& path) = 0;
  /// write_new(), and nobody else writes under that name or removes it as long as the lock is held.
  /// What a process that is dead left there is replaced; nothing if one that lives holds it. On
  /// failure no file is left.
  virtual Result<std::unique_ptr<HeldLock>> write_locked(const std::string& path,
                                                         ByteView bytes) = 0;
  /// Removes what write_locked() made, unless it is still held. False if there is nothing (any
  /// more, or that could be asked).
  virtual bool remove_abandoned(const std::string& path) = 0;
  /// Makes everything that was written below the folder durable, and what else the same disk was
  /// given: for many files.
  virtual Status sync(const std::string& folder) = 0;
  /// Makes one file's bytes durable, and waits for nobody else's.
  virtual Status sync_file(const std::string& path) = 0;
  /// Replaces `to` atomically.
  virtual Status rename(const std::string& from, const std::string& to) = 0;
  /// Gives a file another's permissions.
  virtual Status copy_permissions(const std::string& from, const std::string& to) = 0;
  /// Success if it is not there.
  virtual Status remove_file(const std::string& path) = 0;
  /// Removes an empty folder; success if it is not there or not empty.
  virtual Status remove_empty_folder(const std::string& path) = 0;
  virtual Status make_folders(const std::string& path) = 0;

  /// Waits for the only lock on a folder, which must exist; nothing if the folder went away
  /// meanwhile.
  virtual Result<std::unique_ptr<HeldLock>> lock(const std::string& folder) = 0;

  /// Wall clock, as files' times are written with it.
  virtual std::int64_t now_ns() = 0;
  /// The longest time within which two changes of a file in this folder may get the same date.
  virtual std::int64_t tick_ns(const std::string& folder) = 0;
  virtual void sleep_ns(std::int64_t duration_ns) = 0;
};

/// The operating system's.
std::unique_ptr<FileSystem> make_posix_file_system();

/// Joins with one '/'; either may be empty.
std::string join_path(std::string_view folder, std::string_view name);
/// Everything before the last '/', empty if there is none.
std::string_view parent_path(std::string_view path);
/// Everything after the last '/'.
std::string_view file_name(std::string_view path);
/// True if `path` is `folder` or lies below it; both absolute and real.
bool lies_within(std::string_view path, std::string_view folder);

}  // namespace pixmill
