#include "tests/support/memory_file_system.h"

#include <algorithm>

namespace pixmill::test {

namespace {

bool is_change(Op op) {
  return op != Op::stat && op != Op::list && op != Op::read && op != Op::read_head;
}

Unexpected missing(std::string_view what) {
  return unexpected(ErrorCode::not_found, std::string(what) + ": No such file or directory");
}

class MemoryLock final : public HeldLock {
 public:
  MemoryLock(MemoryFileSystem& files, std::string folder)
      : files_(files), folder_(std::move(folder)) {}
  ~MemoryLock() override { files_.unlock(folder_); }
  MemoryLock(const MemoryLock&) = delete;
  MemoryLock& operator=(const MemoryLock&) = delete;

 private:
  MemoryFileSystem& files_;
  const std::string folder_;
};

}  // namespace

/// Records the operation and lets what was arranged go wrong.
Status MemoryFileSystem::begin(Op op, const std::string& path, const std::string& to) {
  std::function<void(const Operation&)> hook;
  {
    const std::lock_guard guard(mutex_);
    hook = hook_;
  }
  if (hook) hook({op, path, to});
  const std::lock_guard guard(mutex_);
  if (power_ && (is_change(op) ? !power_->allows_change() : power_->is_cut())) {
    return unexpected(ErrorCode::io, "the power is off");
  }
  log_.push_back({op, path, to});
  if (const auto left = fail_after_.find(op); left != fail_after_.end() && --left->second == 0) {
    fail_after_.erase(left);
    return unexpected(ErrorCode::io, "Input/output error");
  }
  if (is_bad(op, path) || is_bad(op, to)) return unexpected(ErrorCode::io, "Input/output error");
  return {};
}

/// Called with the mutex held.
bool MemoryFileSystem::is_bad(Op op, const std::string& path) const {
  return std::any_of(fail_at_.begin(), fail_at_.end(), [&](const auto& bad) {
    return bad.first == op && lies_within(path, bad.second);
  });
}

std::int64_t MemoryFileSystem::ticked_now() const {
  constexpr std::int64_t k_phase_ns = 123'457;  // kernels do not tick on round times
  return clock_ns_ / tick_ns_ * tick_ns_ + (tick_ns_ > k_phase_ns ? k_phase_ns : 0);
}

void MemoryFileSystem::stamp(DiskNode& node) const {
  node.stamp.size_bytes = node.bytes.size();
  node.stamp.mtime_ns = ticked_now();
  node.stamp.ctime_ns = ticked_now();
}

Result<DiskNode*> MemoryFileSystem::regular(const std::string& path) {
  const auto real = disk_.resolve(path, Links::follow);
  if (!real) return unexpected(real.error());
  DiskNode* node = disk_.at(*real);
  if (!node) return missing("cannot open");
  if (node->kind == FileKind::directory) {
    return unexpected(ErrorCode::not_regular, "is a folder, not a file");
  }
  if (node->kind != FileKind::regular) {
    return unexpected(ErrorCode::not_regular, "is a FIFO, device or socket, not a file");
  }
  return node;
}

Result<FileStat> MemoryFileSystem::stat(const std::string& path, Links links) {
  if (auto begun = begin(Op::stat, path); !begun) return unexpected(begun.error());
  const std::lock_guard guard(mutex_);
  const auto real = disk_.resolve(path, links);
  const DiskNode* node = real ? disk_.at(*real) : nullptr;
  return node ? FileStat{node->kind, node->stamp, 1} : FileStat{};
}

std::vector<FileStat> MemoryFileSystem::stat_each(const std::string& folder,
                                                  std::span<const std::string_view> names) {
  std::vector<FileStat> stats;
  for (const std::string_view name : names) {
    const auto one = stat(join_path(folder, name), Links::keep);
    stats.push_back(one ? *one : FileStat{});
  }
  return stats;
}

Result<std::vector<DirectoryEntry>> MemoryFileSystem::list(const std::string& folder) {
  if (auto begun = begin(Op::list, folder); !begun) return unexpected(begun.error());
  const std::lock_guard guard(mutex_);
  const auto real = disk_.resolve(folder, Links::follow);
  const DiskNode* node = real ? disk_.at(*real) : nullptr;
  if (!node || node->kind != FileKind::directory) return missing("cannot list");
  return disk_.children(*real);
}

Result<std::string> MemoryFileSystem::real_path(const std::string& path) {
  const std::lock_guard guard(mutex_);
  auto real = disk_.resolve(path, Links::follow);
  if (!real) return unexpected(real.error().code, "cannot resolve: " + real.error().message);
  if (!disk_.at(*real)) return missing("cannot resolve");
  return real;
}

Result<FileContent> MemoryFileSystem::read(const std::string& path, std::uint64_t max_bytes) {
  if (auto begun = begin(Op::read, path); !begun) return unexpected(begun.error());
  const std::lock_guard guard(mutex_);
  const auto node = regular(path);
  if (!node) return unexpected(node.error());
  if ((*node)->bytes.size() > max_bytes) {
    return unexpected(ErrorCode::limit_exceeded, "is over the limit of bytes");
  }
  if (unsteady_.erase(path) > 0) {
    stamp(**node);
    return unexpected(ErrorCode::changed, "changed while it was read");
  }
  return FileContent{(*node)->bytes, (*node)->stamp};
}

Result<FileStamp> MemoryFileSystem::read_into(const std::string& path,
                                              std::uint64_t max_bytes,
                                              Bytes& buffer) {
  const auto file = read(path, max_bytes);
  if (!file) return unexpected(file.error());
  buffer.resize(std::max(buffer.size(), file->bytes.size()));
  std::copy(file->bytes.begin(), file->bytes.end(), buffer.begin());
  return file->stamp;
}

Result<Bytes> MemoryFileSystem::read_head(const std::string& path, std::size_t max_bytes) {
  if (auto begun = begin(Op::read_head, path); !begun) return unexpected(begun.error());
  const std::lock_guard guard(mutex_);
  const auto node = regular(path);
  if (!node) return unexpected(node.error());
  Bytes head = (*node)->bytes;
  head.resize(std::min(head.size(), max_bytes));
  return head;
}

/// Called with the mutex held.
Result<DiskNode*> MemoryFileSystem::make_file(const std::string& path) {
  const auto real = disk_.resolve(path, Links::keep);
  if (!real || !disk_.at(std::string(parent_path(*real)))) return missing("cannot create");
  if (disk_.at(*real)) return unexpected(ErrorCode::io, "cannot create: File exists");
  DiskNode& node = disk_.put(*real, FileKind::regular);
  stamp(node);
  return &node;
}

/// Called with the mutex held.
Status MemoryFileSystem::write(DiskNode& node, ByteView bytes) {
  const std::size_t fits = std::min<std::uint64_t>(bytes.size(), space_left_);
  node.bytes.insert(
      node.bytes.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(fits));
  stamp(node);
  if (space_left_ != UINT64_MAX) space_left_ -= fits;
  if (fits == bytes.size()) return {};
  return unexpected(ErrorCode::io, "cannot write: No space left on device");
}

Result<FileStamp> MemoryFileSystem::write_new(const std::string& path, ByteView bytes) {
  if (auto begun = begin(Op::write, path); !begun) return unexpected(begun.error());
  const std::lock_guard guard(mutex_);
  const auto node = make_file(path);
  if (!node) return unexpected(node.error());
  if (Status written = write(**node, bytes); !written) return unexpected(written.error());
  return (*node)->stamp;
}

Result<std::unique_ptr<HeldLock>> MemoryFileSystem::write_locked(const std::string& path,
                                                                 ByteView bytes) {
  remove_abandoned(path);
  if (exists(path)) return std::unique_ptr<HeldLock>{};
  if (auto written = write_new(path, bytes); !written) {
    remove_abandoned(path);
    return unexpected(std::move(written).error());
  }
  const std::lock_guard guard(mutex_);
  const std::string real = disk_.resolve(path, Links::keep).value();
  locked_.insert(real);
  return std::unique_ptr<HeldLock>(std::make_unique<MemoryLock>(*this, real));
}

bool MemoryFileSystem::remove_abandoned(const std::string& path) {
  const std::lock_guard guard(mutex_);
  const auto real = disk_.resolve(path, Links::keep);
  if (!real || !disk_.at(*real)) return false;
  if (!locked_.contains(*real)) disk_.erase(*real);
  return true;
}

Status MemoryFileSystem::sync(const std::string& folder) {
  return begin(Op::sync, folder);
}

Status MemoryFileSystem::rename(const std::string& from, const std::string& to) {
  if (auto begun = begin(Op::rename, from, to); !begun) return begun;
  const std::lock_guard guard(mutex_);
  const auto real_from = disk_.resolve(from, Links::keep);
  const auto real_to = disk_.resolve(to, Links::keep);
  if (!real_from || !real_to || !disk_.at(*real_from) ||
      !disk_.at(std::string(parent_path(*real_to)))) {
    return missing("cannot rename into place");
  }
  const bool is_folder = disk_.at(*real_from)->kind == FileKind::directory;
  if (const DiskNode* there = disk_.at(*real_to)) {
    if ((there->kind == FileKind::directory) != is_folder) {
      return unexpected(ErrorCode::io, "cannot rename into place: Is a directory, or is none");
    }
    if (is_folder && !disk_.children(*real_to).empty()) {
      return unexpected(ErrorCode::io, "cannot rename into place: Directory not empty");
    }
  }
  disk_.at(*real_from)->stamp.ctime_ns = ticked_now();
  disk_.move(*real_from, *real_to);
  return {};
}

Status MemoryFileSystem::copy_permissions(const std::string& from, const std::string& to) {
  if (auto begun = begin(Op::permissions, to); !begun) return begun;
  const std::lock_guard guard(mutex_);
  const auto source = regular(from);
  const auto target = regular(to);
  if (!source || !target) return missing("cannot set permissions");
  (*target)->mode = (*source)->mode;
  return {};
}

Status MemoryFileSystem::remove_file(const std::string& path) {
  if (auto begun = begin(Op::remove, path); !begun) return begun;
  const std::lock_guard guard(mutex_);
  const auto real = disk_.resolve(path, Links::keep);
  const DiskNode* node = real ? disk_.at(*real) : nullptr;
  if (!node) return {};
  if (node->kind == FileKind::directory) {
    return unexpected(ErrorCode::io, "cannot remove: Is a directory");
  }
  disk_.erase(*real);
  return {};
}

Status MemoryFileSystem::remove_empty_folder(const std::string& path) {
  if (auto begun = begin(Op::remove_folder, path); !begun) return begun;
  const std::lock_guard guard(mutex_);
  const auto real = disk_.resolve(path, Links::keep);
  const DiskNode* node = real ? disk_.at(*real) : nullptr;
  if (node && node->kind == FileKind::directory && disk_.children(*real).empty()) {
    disk_.erase(*real);
  }
  return {};
}

Status MemoryFileSystem::make_folders(const std::string& path) {
  {
    const std::lock_guard guard(mutex_);
    const auto real = disk_.resolve(path, Links::follow);
    const DiskNode* node = real ? disk_.at(*real) : nullptr;
    if (node && node->kind == FileKind::directory) return {};
  }
  if (auto begun = begin(Op::make_folder, path); !begun) return begun;
  const std::lock_guard guard(mutex_);
  return make_parents(path + "/");
}

Result<std::unique_ptr<HeldLock>> MemoryFileSystem::lock(const std::string& folder) {
  std::unique_lock guard(mutex_);
  const auto real = disk_.resolve(folder, Links::follow);
  if (!real || !disk_.at(*real)) return std::unique_ptr<HeldLock>{};
  unlocked_.wait(guard, [&] { return !locked_.contains(*real); });
  if (!disk_.at(*real)) return std::unique_ptr<HeldLock>{};
  locked_.insert(*real);
  return std::unique_ptr<HeldLock>(std::make_unique<MemoryLock>(*this, *real));
}

void MemoryFileSystem::unlock(const std::string& folder) {
  const std::lock_guard guard(mutex_);
  locked_.erase(folder);
  unlocked_.notify_all();
}

std::int64_t MemoryFileSystem::now_ns() {
  const std::lock_guard guard(mutex_);
  return ticked_now();
}

/// Makes every folder in front of the last '/'. Called with the mutex held.
Status MemoryFileSystem::make_parents(const std::string& path) {
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    const auto real = disk_.resolve(path.substr(0, slash), Links::follow);
    if (!real) return unexpected(real.error());
    const DiskNode* node = disk_.at(*real);
    if (!node) stamp(disk_.put(*real, FileKind::directory));
    if (node && node->kind != FileKind::directory) {
      return unexpected(ErrorCode::not_found, "cannot make the folder: Not a directory");
    }
  }
  return {};
}

}  // namespace pixmill::test
