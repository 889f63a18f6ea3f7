#include "cache/index_file.h"

#include <fcntl.h>

#include <cerrno>
#include <string_view>

#include "cache/database.h"
#include "cache/posix_file.h"
#include "cache/schema.h"

namespace pixmill::cache {

namespace {

using std::filesystem::path;

constexpr std::size_t k_header_size = 100;
constexpr std::string_view k_magic{"SQLite format 3\0", 16};
constexpr std::size_t k_user_version_at = 60;
constexpr std::size_t k_application_id_at = 68;

path beside_index(const path& folder, const char* suffix) {
  path file = index_path(folder);
  file += suffix;
  return file;
}

}  // namespace

path index_path(const path& folder) {
  return folder / "index.sqlite";
}

IndexState inspect_index(const path& folder) {
  const FileDescriptor file(::open(index_path(folder).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) return errno == ENOENT ? IndexState::missing : IndexState::unreadable;
  const auto size = size_of(file);
  if (!size || *size < k_header_size) return IndexState::damaged;
  const auto header = read_at(file, 0, k_header_size);
  if (!header) return IndexState::unreadable;
  const ByteView view(*header);
  if (as_text(view.first(k_magic.size())) != k_magic) return IndexState::damaged;
  if (read_be32(view.subspan(k_application_id_at)) != k_application_id) return IndexState::damaged;
  const std::uint32_t version = read_be32(view.subspan(k_user_version_at));
  if (version == k_schema_version) return IndexState::current;
  return version > k_schema_version ? IndexState::newer : IndexState::older;
}

bool create_index(const path& folder) {
  const path unnamed = beside_index(folder, ".new");
  std::error_code ignored;
  std::filesystem::remove(unnamed, ignored);
  std::filesystem::remove(beside_index(folder, "-journal"), ignored);
  {
    Database database(unnamed, OpenMode::create);
    database.execute(k_schema);
    if (database.fault() != SQLITE_OK) return false;
  }
  if (!sync(open_regular_file(unnamed))) return false;
  std::error_code failed;
  std::filesystem::rename(unnamed, index_path(folder), failed);
  return !failed && sync_folder(folder);
}

void set_index_aside(const path& folder) {
  std::error_code ignored;
  // The journal first: should the process die in between, a damaged index is merely found again.
  std::filesystem::remove(beside_index(folder, "-journal"), ignored);
  std::filesystem::rename(index_path(folder), beside_index(folder, ".damaged"), ignored);
}

}  // namespace pixmill::cache
