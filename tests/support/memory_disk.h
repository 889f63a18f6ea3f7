// A tree of files, folders and links in memory, with paths resolved as the kernel does. It knows no
// faults and no clock: those are MemoryFileSystem's.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/file_system.h"

namespace pixmill::test {

struct DiskNode {
  FileKind kind = FileKind::missing;
  Bytes bytes;
  std::string target;  ///< of a link
  FileStamp stamp;
  unsigned mode = 0644;
};

class MemoryDisk {
 public:
  MemoryDisk();

  /// The absolute path without links; its last part may be missing. Relative paths begin at "/".
  Result<std::string> resolve(std::string_view path, Links last) const;
  /// Null where there is nothing. `path` is resolved.
  DiskNode* at(const std::string& path);
  const DiskNode* at(const std::string& path) const;
  /// Puts a node at a resolved path, under a new inode.
  DiskNode& put(const std::string& path, FileKind kind);
  void move(const std::string& from, const std::string& to);
  /// With everything below.
  void erase(const std::string& path);
  /// In byte order of their names.
  std::vector<DirectoryEntry> children(const std::string& folder) const;
  /// Every node at or below a resolved path.
  std::map<std::string, const DiskNode*> below(const std::string& folder) const;

 private:
  std::map<std::string, DiskNode, std::less<>> nodes_;
  std::uint64_t next_inode_ = 1;
};

}  // namespace pixmill::test
