// What tests do to a MemoryFileSystem and ask of it, outside the port.
#include <algorithm>

#include "tests/support/memory_file_system.h"

namespace pixmill::test {

DiskNode& MemoryFileSystem::user_node(const std::string& path, FileKind kind) {
  static_cast<void>(make_parents(path));
  const std::string real = disk_.resolve(path, Links::keep).value();
  DiskNode* there = disk_.at(real);
  return there && there->kind == kind ? *there : disk_.put(real, kind);
}

void MemoryFileSystem::put(const std::string& path, std::string_view bytes) {
  const std::lock_guard guard(mutex_);
  DiskNode& node = user_node(path, FileKind::regular);
  node.bytes.assign(bytes.begin(), bytes.end());
  stamp(node);
}

void MemoryFileSystem::make(const std::string& folder) {
  const std::lock_guard guard(mutex_);
  user_node(folder, FileKind::directory);
}

void MemoryFileSystem::link(const std::string& path, const std::string& target) {
  const std::lock_guard guard(mutex_);
  user_node(path, FileKind::symlink).target = target;
}

void MemoryFileSystem::make_fifo(const std::string& path) {
  const std::lock_guard guard(mutex_);
  user_node(path, FileKind::other);
}

void MemoryFileSystem::erase(const std::string& path) {
  const std::lock_guard guard(mutex_);
  disk_.erase(path);
}

void MemoryFileSystem::set_mode(const std::string& path, unsigned mode) {
  const std::lock_guard guard(mutex_);
  disk_.at(path)->mode = mode;
}

void MemoryFileSystem::touch(const std::string& path, std::int64_t mtime_ns) {
  const std::lock_guard guard(mutex_);
  DiskNode& node = *disk_.at(path);
  stamp(node);
  node.stamp.mtime_ns = mtime_ns;
}

bool MemoryFileSystem::exists(const std::string& path) const {
  const std::lock_guard guard(mutex_);
  return disk_.at(path) != nullptr;
}

std::optional<std::string> MemoryFileSystem::text(const std::string& path) const {
  const std::lock_guard guard(mutex_);
  const DiskNode* node = disk_.at(path);
  if (!node || node->kind != FileKind::regular) return std::nullopt;
  return std::string(as_text(node->bytes));
}

unsigned MemoryFileSystem::mode(const std::string& path) const {
  const std::lock_guard guard(mutex_);
  return disk_.at(path)->mode;
}

std::map<std::string, std::string> MemoryFileSystem::snapshot(const std::string& folder) const {
  const std::lock_guard guard(mutex_);
  std::map<std::string, std::string> found;
  for (const auto& [path, node] : disk_.below(folder)) {
    if (node->kind == FileKind::regular) {
      found[path] = as_text(node->bytes);
    } else {
      found[path] = node->kind == FileKind::symlink ? "-> " + node->target : "/";
    }
  }
  return found;
}

void MemoryFileSystem::advance(std::int64_t duration_ns) {
  const std::lock_guard guard(mutex_);
  clock_ns_ += duration_ns;
}

void MemoryFileSystem::fail_nth(Op op, std::uint64_t nth) {
  const std::lock_guard guard(mutex_);
  fail_after_[op] = nth;
}

void MemoryFileSystem::fail_at(Op op, const std::string& path) {
  const std::lock_guard guard(mutex_);
  fail_at_.emplace_back(op, path);
}

void MemoryFileSystem::heal() {
  const std::lock_guard guard(mutex_);
  fail_after_.clear();
  fail_at_.clear();
  space_left_ = UINT64_MAX;
}

std::vector<Operation> MemoryFileSystem::log() const {
  const std::lock_guard guard(mutex_);
  return log_;
}

void MemoryFileSystem::clear_log() {
  const std::lock_guard guard(mutex_);
  log_.clear();
}

std::size_t MemoryFileSystem::count(Op op, std::string_view below) const {
  const std::lock_guard guard(mutex_);
  return static_cast<std::size_t>(
      std::count_if(log_.begin(), log_.end(), [&](const Operation& operation) {
        return operation.op == op &&
               (lies_within(operation.path, below) || lies_within(operation.to, below));
      }));
}

std::size_t MemoryFileSystem::changes() const {
  std::size_t sum = 0;
  for (const Op op : {Op::write, Op::rename, Op::remove, Op::make_folder, Op::permissions}) {
    sum += count(op);
  }
  return sum;
}

}  // namespace pixmill::test
