#include "engine/build/atomic_file.h"

#include <algorithm>
#include <memory>

#include "engine/base/hash.h"
#include "engine/build/output_folder.h"

namespace pixmill {

namespace {

std::string folder_of(const std::string& path) {
  const std::string_view parent = parent_path(path);
  return parent.empty() ? "." : std::string(parent);
}

enum class Durability : std::uint8_t { synced, unsynced };

/// As many processes as may write one path at once.
constexpr unsigned k_max_writers = 1000;

/// Under the first name that no other process holds.
struct Temporary {
  std::string name;
  unsigned number = 0;
  std::unique_ptr<HeldLock> lock;
};

Result<Temporary> write_temporary(const std::string& path, ByteView bytes, FileSystem& files) {
  for (unsigned number = 0; number < k_max_writers; ++number) {
    std::string name = temporary_beside(path, number);
    auto lock = files.write_locked(name, bytes);
    if (!lock) return unexpected(std::move(lock).error());
    if (*lock) return Temporary{std::move(name), number, std::move(*lock)};
  }
  return unexpected(ErrorCode::io, "too many processes write it at once");
}

Status write_and_rename(const std::string& path,
                        ByteView bytes,
                        FileSystem& files,
                        Durability durability,
                        const std::string& permissions_from = {}) {
  if (auto made = files.make_folders(folder_of(path)); !made) return made;
  const auto temporary = write_temporary(path, bytes, files);
  if (!temporary) return unexpected(temporary.error());
  const std::string& name = temporary->name;
  Status done;
  if (!permissions_from.empty()) done = files.copy_permissions(permissions_from, name);
  if (done && durability == Durability::synced) done = files.sync_file(name);
  if (done) done = files.rename(name, path);
  if (!done) static_cast<void>(files.remove_file(name));
  // Names are taken in order, so what lies behind ours is from more writers at once than there are.
  for (unsigned later = temporary->number + 1;
       files.remove_abandoned(temporary_beside(path, later));) {
    ++later;
  }
  return done;
}

}  // namespace

std::string temporary_beside(const std::string& path, unsigned number) {
  const std::string counted = number == 0 ? "" : "." + std::to_string(number);
  return join_path(parent_path(path),
                   "." + std::string(file_name(path)) + counted + ".pixmill-tmp");
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
