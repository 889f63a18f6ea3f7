// The FileSystem port in memory, for tests that assert which files a build reads and writes, in
// which order, and what it does when the disk fails. Time stands still unless a test advances it.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/file_system.h"
#include "tests/support/memory_disk.h"
#include "tests/support/power.h"

namespace pixmill::test {

enum class Op : std::uint8_t {
  stat,
  list,
  read,
  read_head,
  write,
  sync,
  rename,
  permissions,
  remove,
  remove_folder,
  make_folder,
};

struct Operation {
  Op op;
  std::string path;  ///< as it was asked for
  std::string to;    ///< of a rename
};

inline constexpr std::int64_t k_second_ns = 1'000'000'000;

class MemoryFileSystem final : public FileSystem {
 public:
  explicit MemoryFileSystem(Power* power = nullptr) : power_(power) {}

  // What a person does to the disk; neither counted nor failing.
  void put(const std::string& path, std::string_view bytes);
  void make(const std::string& folder);
  void link(const std::string& path, const std::string& target);
  void make_fifo(const std::string& path);
  void erase(const std::string& path);
  void set_mode(const std::string& path, unsigned mode);
  /// Sets mtime; ctime becomes now.
  void touch(const std::string& path, std::int64_t mtime_ns);

  // What lies there.
  bool exists(const std::string& path) const;
  std::optional<std::string> text(const std::string& path) const;
  unsigned mode(const std::string& path) const;
  /// Every file and link below, by path; links as "-> target", folders as "/".
  std::map<std::string, std::string> snapshot(const std::string& folder) const;

  // Time.
  void advance(std::int64_t duration_ns);  ///< may be negative
  void set_tick(std::int64_t tick_ns) { tick_ns_ = tick_ns; }

  // Faults.
  /// The nth (from 1) operation of the kind from now on fails.
  void fail_nth(Op op, std::uint64_t nth);
  /// Every operation of the kind at or below the path fails.
  void fail_at(Op op, const std::string& path);
  void heal();
  /// Writes beyond this many bytes fail, leaving what fitted behind.
  void set_space_left(std::uint64_t bytes) { space_left_ = bytes; }
  /// The next reading of the file finds it changed meanwhile.
  void change_during_read(const std::string& path) { unsteady_.insert(path); }
  /// Called before every operation, for what others do meanwhile.
  void on_operation(std::function<void(const Operation&)> hook) { hook_ = std::move(hook); }

  // What was done.
  std::vector<Operation> log() const;
  void clear_log();
  /// Operations of the kind at or below a path.
  std::size_t count(Op op, std::string_view below = "/") const;
  /// Changes of any kind.
  std::size_t changes() const;

  Result<FileStat> stat(const std::string& path, Links links) override;
  std::vector<FileStat> stat_each(const std::string& folder,
                                  std::span<const std::string_view> names) override;
  Result<std::vector<DirectoryEntry>> list(const std::string& folder) override;
  Result<std::string> real_path(const std::string& path) override;
  Result<FileContent> read(const std::string& path, std::uint64_t max_bytes) override;
  Result<FileStamp> read_into(const std::string& path,
                              std::uint64_t max_bytes,
                              Bytes& buffer) override;
  Result<std::unique_ptr<ReadableFile>> open(const std::string& path) override;
  Result<Bytes> read_head(const std::string& path, std::size_t max_bytes) override;
  Result<FileStamp> write_new(const std::string& path, ByteView bytes) override;
  Result<std::unique_ptr<WritableFile>> create(const std::string& path) override;
  Result<std::unique_ptr<HeldLock>> write_locked(const std::string& path, ByteView bytes) override;
  bool remove_abandoned(const std::string& path) override;
  Status sync(const std::string& folder) override;
  Status sync_file(const std::string& path) override { return begin(Op::sync, path); }
  Status rename(const std::string& from, const std::string& to) override;
  Status copy_permissions(const std::string& from, const std::string& to) override;
  Status remove_file(const std::string& path) override;
  Status remove_empty_folder(const std::string& path) override;
  Status make_folders(const std::string& path) override;
  Result<std::unique_ptr<HeldLock>> lock(const std::string& folder) override;
  std::int64_t now_ns() override;
  std::int64_t tick_ns(const std::string&) override { return tick_ns_; }
  void sleep_ns(std::int64_t duration_ns) override { advance(duration_ns); }

  // For what it hands out.
  void unlock(const std::string& folder);
  /// Unless fail_at() says otherwise.
  bool is_readable(const std::string& path) const;
  /// The file at a path, as long as it is the one with this inode.
  std::optional<FileContent> content_of(const std::string& path, std::uint64_t inode) const;
  Status append(const std::string& path, ByteView bytes);
  Result<FileStamp> finish(const std::string& path, std::int64_t mtime_ns);

 private:
  Status begin(Op op, const std::string& path, const std::string& to = {});
  bool is_bad(Op op, const std::string& path) const;
  std::int64_t ticked_now() const;
  void stamp(DiskNode& node) const;
  /// Fails if it did not fit whole.
  Status write(DiskNode& node, ByteView bytes);
  Result<DiskNode*> make_file(const std::string& path);
  Result<DiskNode*> regular(const std::string& path);
  Status make_parents(const std::string& path);
  DiskNode& user_node(const std::string& path, FileKind kind);

  mutable std::mutex mutex_;
  std::condition_variable unlocked_;
  MemoryDisk disk_;
  Power* power_;
  std::int64_t clock_ns_ = std::int64_t{1'700'000'000} * k_second_ns;
  std::int64_t tick_ns_ = 4'000'000;
  std::uint64_t space_left_ = UINT64_MAX;
  std::vector<Operation> log_;
  std::map<Op, std::uint64_t> fail_after_;
  std::vector<std::pair<Op, std::string>> fail_at_;
  std::set<std::string> unsteady_;
  std::set<std::string> locked_;
  std::function<void(const Operation&)> hook_;
};

}  // namespace pixmill::test
