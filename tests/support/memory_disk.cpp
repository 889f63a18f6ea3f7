#include "tests/support/memory_disk.h"

#include <algorithm>
#include <deque>

namespace pixmill::test {

namespace {

constexpr int k_max_links = 40;  // as Linux

/// Puts the parts of a path in front of those that are still to be walked.
void prepend_parts(std::string_view path, std::deque<std::string>& parts) {
  std::vector<std::string> found;
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    if (slash > 0) found.emplace_back(path.substr(0, slash));
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  parts.insert(parts.begin(), found.begin(), found.end());
}

/// A path on the way to its file: what is reached, and the parts that are still to be walked.
struct Walk {
  std::string reached = "/";
  std::deque<std::string> parts;
  int links = 0;

  /// The path after the next part, which is taken away.
  std::string step() {
    const std::string part = std::move(parts.front());
    parts.pop_front();
    if (part == ".") return reached;
    if (part == "..") return std::string(parent_path(reached));
    return join_path(reached, part);
  }

  Status follow(const std::string& target) {
    if (++links > k_max_links) return unexpected(ErrorCode::io, "Too many levels of links");
    if (target.starts_with('/')) reached = "/";
    prepend_parts(target, parts);
    return {};
  }
};

/// Whether a path may go on behind this node.
Status check_passable(const DiskNode* node) {
  if (!node) return unexpected(ErrorCode::not_found, "No such file or directory");
  if (node->kind == FileKind::directory || node->kind == FileKind::symlink) return {};
  return unexpected(ErrorCode::not_found, "Not a directory");
}

std::string prefix_of(const std::string& folder) {
  return folder == "/" ? folder : folder + "/";
}

}  // namespace

MemoryDisk::MemoryDisk() {
  put("/", FileKind::directory);
}

Result<std::string> MemoryDisk::resolve(std::string_view path, Links last) const {
  Walk walk;
  prepend_parts(path, walk.parts);
  while (!walk.parts.empty()) {
    const std::string next = walk.step();
    const bool is_last = walk.parts.empty();
    const DiskNode* node = at(next);
    const Status passable = is_last ? Status{} : check_passable(node);
    if (!passable) return unexpected(passable.error());
    const bool is_link = node && node->kind == FileKind::symlink;
    if (is_link && (!is_last || last == Links::follow)) {
      const Status followed = walk.follow(node->target);
      if (!followed) return unexpected(followed.error());
    } else {
      walk.reached = next;
    }
  }
  return walk.reached;
}

DiskNode* MemoryDisk::at(const std::string& path) {
  const auto found = nodes_.find(path);
  return found == nodes_.end() ? nullptr : &found->second;
}

const DiskNode* MemoryDisk::at(const std::string& path) const {
  const auto found = nodes_.find(path);
  return found == nodes_.end() ? nullptr : &found->second;
}

DiskNode& MemoryDisk::put(const std::string& path, FileKind kind) {
  DiskNode& node = nodes_[path];
  node = {};
  node.kind = kind;
  node.stamp.inode = next_inode_++;
  return node;
}

void MemoryDisk::move(const std::string& from, const std::string& to) {
  const std::string prefix = prefix_of(from);
  std::map<std::string, DiskNode> moved;
  for (auto& [path, node] : nodes_) {
    if (path != from && !path.starts_with(prefix)) continue;
    moved.emplace(to + path.substr(from.size()), std::move(node));
  }
  erase(from);
  for (auto& [path, node] : moved) nodes_[path] = std::move(node);
}

void MemoryDisk::erase(const std::string& path) {
  const std::string prefix = prefix_of(path);
  std::erase_if(nodes_, [&](const auto& entry) {
    return entry.first == path || entry.first.starts_with(prefix);
  });
}

std::vector<DirectoryEntry> MemoryDisk::children(const std::string& folder) const {
  const std::string prefix = prefix_of(folder);
  std::vector<DirectoryEntry> entries;
  for (auto it = nodes_.upper_bound(prefix); it != nodes_.end(); ++it) {
    if (!it->first.starts_with(prefix)) break;
    const std::string name = it->first.substr(prefix.size());
    if (name.find('/') == std::string::npos) entries.push_back({name, it->second.kind});
  }
  return entries;
}

std::map<std::string, const DiskNode*> MemoryDisk::below(const std::string& folder) const {
  std::map<std::string, const DiskNode*> found;
  for (const auto& [path, node] : nodes_) {
    if (lies_within(path, folder)) found.emplace(path, &node);
  }
  return found;
}

}  // namespace pixmill::test
