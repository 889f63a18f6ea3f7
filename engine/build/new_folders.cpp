#include "engine/build/new_folders.h"

#include <algorithm>
#include <utility>

namespace pixmill {

namespace {

std::string_view first_folder(std::string_view path) {
  const std::size_t slash = path.find('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

}  // namespace

NewFolders::Folder& NewFolders::look_at(const std::string& folder) {
  const auto [found, is_first] = folders_.try_emplace(folder);
  if (is_first) {
    const auto stat = files_.stat(join_path(output_, folder), Links::keep);
    found->second.is_new = stat && stat->kind == FileKind::missing;
  }
  return found->second;
}

std::string NewFolders::folder_of(std::string_view path) {
  std::string folder(first_folder(path));
  if (folder.empty()) return folder;
  const std::lock_guard lock(mutex_);
  return look_at(folder).is_new ? folder : std::string();
}

Result<std::string> NewFolders::place_for(std::string_view path, const std::string& name) {
  const std::string_view first = first_folder(path);
  std::unique_lock lock(mutex_);
  Folder& folder = look_at(std::string(first));
  if (folder.name.empty()) folder.name = name;
  std::string place = join_path(temporary_, folder.name);
  place += path.substr(first.size());
  const std::string_view parent = parent_path(place);
  if (!folder.made.contains(parent)) {
    // Meanwhile others write to their folders. Two may make the same one: that is no fault.
    lock.unlock();
    auto made = files_.make_folders(std::string(parent));
    lock.lock();
    if (!made) return unexpected(std::move(made).error());
    folder.made.emplace(parent);
  }
  ++folder.outputs;
  return place;
}

void NewFolders::forget_one(std::string_view folder) {
  const std::lock_guard lock(mutex_);
  if (const auto found = folders_.find(folder);
      found != folders_.end() && found->second.outputs > 0) {
    --found->second.outputs;
  }
}

bool NewFolders::put_in_place(std::string_view folder, std::size_t outputs) {
  const std::lock_guard lock(mutex_);
  const auto found = folders_.find(folder);
  if (found == folders_.end() || found->second.name.empty()) return false;
  const Folder staged = std::exchange(found->second, Folder{});
  const bool is_whole = staged.outputs == outputs;
  if (is_whole && files_.rename(join_path(temporary_, staged.name), join_path(output_, folder))) {
    return true;
  }
  has_left_any_ = true;
  return false;
}

bool NewFolders::has_left_any() const {
  const std::lock_guard lock(mutex_);
  return has_left_any_ || std::any_of(folders_.begin(), folders_.end(), [](const auto& entry) {
           return !entry.second.name.empty();
         });
}

}  // namespace pixmill
