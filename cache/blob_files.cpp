#include "cache/blob_files.h"

#include <unistd.h>

#include <algorithm>
#include <set>
#include <string>

#include "cache/blob_format.h"
#include "cache/posix_file.h"

namespace pixmill::cache {

namespace {

using std::filesystem::path;

}  // namespace

BlobFiles::BlobFiles(const path& folder) : folder_(folder) {}

path BlobFiles::path_of(const ContentHash& hash) const {
  const std::string name = hash.hex();
  return folder_ / "blobs" / name.substr(0, 2) / name.substr(2);
}

BlobFiles::Loaded BlobFiles::load(const BlobRef& blob) const {
  const FileDescriptor file = open_regular_file(path_of(blob.hash));
  if (!file.is_open()) return {};
  auto bytes = read_at(file, 0, blob.size_bytes);
  if (!bytes || content_hash(*bytes) != blob.hash) return {.bytes = {}, .damaged = true};
  return {.bytes = std::move(bytes)};
}

bool BlobFiles::is_there(const BlobRef& blob) const {
  std::error_code missing;
  const auto size = std::filesystem::file_size(path_of(blob.hash), missing);
  return !missing && size >= blob.size_bytes;
}

bool BlobFiles::write_temporaries(const Missing& missing, Temporaries& temporaries) {
  std::error_code failed;
  std::filesystem::create_directories(folder_ / "tmp", failed);
  const std::string prefix = std::to_string(::getpid()) + "-";
  for (const auto& [hash, result] : missing) {
    path name;
    // Another machine may have a process of the same number, so a taken name is passed over.
    do {
      name = folder_ / "tmp" / (prefix + std::to_string(++written_));
    } while (std::filesystem::exists(name, failed));
    const Bytes description = blob_description(result->key, result->result);
    if (!create_file(name, {result->bytes, description}).is_open()) return false;
    temporaries[hash] = name;
    written_bytes_ += result->bytes.size() + description.size();
  }
  return true;
}

bool BlobFiles::publish(const Temporaries& temporaries) const {
  // All are written by now, so that the first sync takes most of them along: measured on ext4, 200
  // blobs of 128 KiB cost half of what they cost when each is synced before the next is written.
  for (const auto& [hash, temporary] : temporaries) {
    if (!sync(open_regular_file(temporary))) return false;
  }
  std::set<path> folders_to_sync;
  for (const auto& [hash, temporary] : temporaries) {
    std::error_code failed;
    const path target = path_of(hash);
    if (std::filesystem::create_directories(target.parent_path(), failed)) {
      folders_to_sync.insert(target.parent_path().parent_path());
    }
    std::filesystem::rename(temporary, target, failed);
    if (failed) return false;
    folders_to_sync.insert(target.parent_path());
  }
  return std::all_of(folders_to_sync.begin(), folders_to_sync.end(), sync_folder);
}

bool BlobFiles::write(std::span<const NewResult> results, std::uint64_t inline_limit_bytes) {
  Missing missing;
  for (const NewResult& result : results) {
    const auto& output = result.result.output;
    if (!output || output->size_bytes <= inline_limit_bytes || is_there(*output)) continue;
    missing.emplace(output->hash, &result);
  }
  if (missing.empty()) return true;

  Temporaries temporaries;
  if (write_temporaries(missing, temporaries) && publish(temporaries)) return true;
  for (const auto& [hash, temporary] : temporaries) {
    std::error_code gone;
    std::filesystem::remove(temporary, gone);
  }
  return false;
}

void BlobFiles::set_aside(const ContentHash& hash) const {
  std::error_code failed;
  std::filesystem::create_directories(folder_ / "damaged", failed);
  std::filesystem::rename(path_of(hash), folder_ / "damaged" / hash.hex(), failed);
  if (failed) remove(hash);
}

void BlobFiles::remove(const ContentHash& hash) const {
  std::error_code ignored;
  std::filesystem::remove(path_of(hash), ignored);
}

void BlobFiles::for_each(
    const std::function<void(const ContentHash&, std::uint64_t)>& visit) const {
  std::error_code failed;
  std::filesystem::recursive_directory_iterator at(folder_ / "blobs", failed);
  for (; !failed && at != std::filesystem::recursive_directory_iterator(); at.increment(failed)) {
    const path& file = at->path();
    const auto hash =
        Hash128::parse(file.parent_path().filename().native() + file.filename().native());
    std::error_code unreadable;
    if (!hash || !at->is_regular_file(unreadable)) continue;
    const auto size = at->file_size(unreadable);
    if (!unreadable) visit(ContentHash{*hash}, size);
  }
}

void BlobFiles::remove_leftovers() const {
  std::error_code ignored;
  std::filesystem::remove_all(folder_ / "tmp", ignored);
  std::filesystem::remove_all(folder_ / "damaged", ignored);
}

}  // namespace pixmill::cache
