#include "engine/build/atomic_file.h"

#include <algorithm>

#include "engine/base/hash.h"
#include "engine/build/output_folder.h"

namespace pixmill {

namespace {

std::string folder_of(const std::string& path) {
  const std::string_view parent = parent_path(path);
  return parent.empty() ? "." : std::string(parent);
}

enum class Durability : std::uint8_t { synced, unsynced };

Status write_and_rename(const std::string& path,
                        ByteView bytes,
                        FileSystem& files,
                        Durability durability,
                        const std::string& permissions_from = {}) {
  const std::string temporary = temporary_beside(path);
  if (auto made = files.make_folders(folder_of(path)); !made) return made;
  if (auto removed = files.remove_file(temporary); !removed) return removed;
  Status done = files.write_new(temporary, bytes);
  if (done && !permissions_from.empty()) done = files.copy_permissions(permissions_from, temporary);
  if (done && durability == Durability::synced) done = files.sync(folder_of(path));
  if (done) done = files.rename(temporary, path);
  if (!done) static_cast<void>(files.remove_file(temporary));
  return done;
}

}  // namespace

std::string temporary_beside(const std::string& path) {
  return join_path(parent_path(path), "." + std::string(file_name(path)) + ".pixmill-tmp");
}

Result<KnownVersion> replace_file_if_different(const std::string& path,
                                               ByteView bytes,
                                               FileSystem& files,
                                               const std::string& permissions_from) {
  const std::int64_t now = files.now_ns();
  const auto stat = files.stat(path, Links::keep);
  if (stat && stat->kind == FileKind::regular && stat->stamp.size_bytes == bytes.size()) {
    const auto content = files.read(path, bytes.size());
    if (content && std::equal(bytes.begin(), bytes.end(), content->bytes.begin())) {
      return KnownVersion{content->stamp, is_old_enough(content->stamp, now)};
    }
  }
  return replace_file(path, bytes, files, permissions_from);
}

Status replace_file_unsynced(const std::string& path, ByteView bytes, FileSystem& files) {
  return write_and_rename(path, bytes, files, Durability::unsynced);
}

Result<KnownVersion> replace_file(const std::string& path,
                                  ByteView bytes,
                                  FileSystem& files,
                                  const std::string& permissions_from) {
  auto done = write_and_rename(path, bytes, files, Durability::synced, permissions_from);
  if (!done) return unexpected(std::move(done).error());
  const auto after = files.stat(path, Links::keep);
  if (!after) return unexpected(after.error());
  return KnownVersion{after->stamp, false};
}

}  // namespace pixmill
