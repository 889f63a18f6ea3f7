// Files of a MemoryFileSystem that are read or written piece by piece.
#include <algorithm>

#include "tests/support/memory_file_system.h"

namespace pixmill::test {

namespace {

class MemoryReadable final : public ReadableFile {
 public:
  MemoryReadable(const MemoryFileSystem& files, std::string path, FileContent opened)
      : files_(files), path_(std::move(path)), opened_(std::move(opened)) {}

  Result<FileStamp> stamp() const override { return content().stamp; }

  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> memory) const override {
    if (!files_.is_readable(path_)) return unexpected(ErrorCode::io, "Input/output error");
    const Bytes bytes = content().bytes;
    if (offset >= bytes.size()) return std::size_t{0};
    const auto rest = ByteView(bytes).subspan(offset);
    const ByteView wanted = rest.first(std::min(rest.size(), memory.size()));
    std::copy(wanted.begin(), wanted.end(), memory.begin());
    return wanted.size();
  }

  void forget() const override {}

 private:
  /// What it was when it was opened, once another lies in its place.
  FileContent content() const {
    return files_.content_of(path_, opened_.stamp.inode).value_or(opened_);
  }

  const MemoryFileSystem& files_;
  const std::string path_;
  const FileContent opened_;
};

class MemoryWritable final : public WritableFile {
 public:
  MemoryWritable(MemoryFileSystem& files, std::string path, std::int64_t created_ns)
      : files_(files), path_(std::move(path)), created_ns_(created_ns) {}

  Status append(ByteView bytes) override { return files_.append(path_, bytes); }
  Result<FileStamp> finish() override { return files_.finish(path_, created_ns_); }

 private:
  MemoryFileSystem& files_;
  const std::string path_;
  const std::int64_t created_ns_;
};

}  // namespace

Result<std::unique_ptr<ReadableFile>> MemoryFileSystem::open(const std::string& path) {
  auto file = read(path, UINT64_MAX);
  if (!file) return unexpected(std::move(file).error());
  return std::unique_ptr<ReadableFile>(
      std::make_unique<MemoryReadable>(*this, path, *std::move(file)));
}

bool MemoryFileSystem::is_readable(const std::string& path) const {
  const std::lock_guard guard(mutex_);
  return !is_bad(Op::read, path);
}

std::optional<FileContent> MemoryFileSystem::content_of(const std::string& path,
                                                        std::uint64_t inode) const {
  const std::lock_guard guard(mutex_);
  const auto real = disk_.resolve(path, Links::follow);
  const DiskNode* node = real ? disk_.at(*real) : nullptr;
  if (!node || node->stamp.inode != inode) return std::nullopt;
  return FileContent{node->bytes, node->stamp};
}

Result<std::unique_ptr<WritableFile>> MemoryFileSystem::create(const std::string& path) {
  if (auto begun = begin(Op::write, path); !begun) return unexpected(begun.error());
  const std::lock_guard guard(mutex_);
  const auto node = make_file(path);
  if (!node) return unexpected(node.error());
  return std::unique_ptr<WritableFile>(
      std::make_unique<MemoryWritable>(*this, path, (*node)->stamp.mtime_ns));
}

Status MemoryFileSystem::append(const std::string& path, ByteView bytes) {
  const std::lock_guard guard(mutex_);
  const auto node = regular(path);
  if (!node) return unexpected(node.error());
  return write(**node, bytes);
}

Result<FileStamp> MemoryFileSystem::finish(const std::string& path, std::int64_t mtime_ns) {
  if (auto begun = begin(Op::sync, path); !begun) return unexpected(begun.error());
  const std::lock_guard guard(mutex_);
  const auto node = regular(path);
  if (!node) return unexpected(node.error());
  (*node)->stamp.mtime_ns = mtime_ns;
  (*node)->stamp.ctime_ns = ticked_now();
  return (*node)->stamp;
}

}  // namespace pixmill::test
