#include "engine/build/temporary_folder.h"

#include <algorithm>
#include <string_view>

namespace pixmill {

namespace {

/// Temporary files are numbered; what else lies in their folder is a person's.
bool is_temporary_name(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Removes a file, or a folder with all that lies in it. Follows no link.
Status remove_all(const std::string& path, FileKind kind, FileSystem& files) {
  if (kind != FileKind::directory) return files.remove_file(path);
  const auto inside = files.list(path);
  if (!inside) return unexpected(inside.error());
  for (const DirectoryEntry& entry : *inside) {
    if (Status gone = remove_all(join_path(path, entry.name), entry.kind, files); !gone)
      return gone;
  }
  return files.remove_empty_folder(path);
}

}  // namespace

Result<std::unique_ptr<HeldLock>> lock_temporary(const std::string& path,
                                                 const std::string& temporary,
                                                 FileSystem& files) {
  while (true) {
    if (auto made = files.make_folders(temporary); !made) {
      return unexpected(made.error().code, path + ": " + made.error().message);
    }
    const auto stat = files.stat(temporary, Links::keep);
    if (stat && stat->kind == FileKind::symlink) {
      return unexpected(ErrorCode::usage,
                        temporary + ": is a link; pixmill sweeps no other folder");
    }
    auto locked = files.lock(temporary);
    if (!locked) return unexpected(locked.error().code, path + ": " + locked.error().message);
    // nothing: the folder was removed by the build that we waited for
    if (*locked) return std::move(*locked);
  }
}

Status sweep_temporary(const std::string& temporary, FileSystem& files) {
  const auto left = files.list(temporary);
  if (!left) return {};
  for (const DirectoryEntry& entry : *left) {
    if (!is_temporary_name(entry.name)) continue;
    const std::string path = join_path(temporary, entry.name);
    if (auto removed = remove_all(path, entry.kind, files); !removed) {
      return unexpected(removed.error().code, path + ": " + removed.error().message);
    }
  }
  return {};
}

}  // namespace pixmill
