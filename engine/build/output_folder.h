// Writing outputs so that a path holds its old bytes, its new bytes or nothing, whatever happens:
// each file is written under a temporary name in one folder inside the output folder, a group is
// synced, and each is renamed into place.
//
// All temporary files of a build lie in that one folder, so what a killed build left behind is
// found with one stat and removed. Its lock lets one build at a time write to an output folder.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/bytes.h"
#include "engine/base/file_system.h"
#include "engine/base/hash.h"
#include "engine/base/parallel.h"
#include "engine/base/result.h"
#include "engine/build/new_folders.h"
#include "engine/build/tree_state.h"
#include "engine/ports/result_store.h"

namespace pixmill {

inline constexpr std::string_view k_temporary_folder = ".pixmill-tmp";

/// A stamp that an equal one later proves equal bytes by: the file must have been at least 2 s old,
/// by both its times, when it was looked at. File systems keep times as coarse as that, and a clock
/// that was set back makes a file look young, never old.
bool is_old_enough(const FileStamp& stamp, std::int64_t now_ns);

/// A file on its way to its place.
struct StagedFile {
  std::string path;       ///< relative to the output folder
  std::string temporary;  ///< empty: the right bytes lie there already
  /// The folder below the output folder that it is to come into place with (new_folders.h); empty
  /// if it is to come alone.
  std::string new_folder;
  KnownVersion version;  ///< known once it is in place
  /// The only version of the file in place that may be replaced; any, if there is none.
  std::optional<FileStamp> replaces;
};

class OutputFolder {
 public:
  /// Makes the folder if need be, waits for its lock and removes what a killed build left.
  static Result<std::unique_ptr<OutputFolder>> open(std::string path, FileSystem& files);
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  /// file_holds() for a path relative to the folder. Thread-safe.
  bool holds(std::string_view path,
             std::uint64_t size_bytes,
             const ContentHash& hash,
             KnownVersion& version);
  /// Writes a temporary file for `path`, with the permissions of another file if one is named.
  /// Thread-safe.
  Result<StagedFile> stage(std::string path,
                           ByteView bytes,
                           const std::string& permissions_from = {});
  /// Removes the temporary file again.
  void discard(StagedFile& staged);
  /// Syncs the group and renames each into place, or the new folder that holds it. What cannot be
  /// renamed keeps its temporary name and gets an error at the same index.
  /// `meanwhile` is called while the group is synced: nothing of it is in place by then. If it
  /// returns false nothing will be, and the temporary files are removed.
  std::vector<Status> publish(std::vector<StagedFile>& group,
                              const Workers& workers = {},
                              const std::function<bool()>& meanwhile = {});
  /// Writes a temporary file for `path` by what `write` appends, and makes it durable:
  /// place_synced() is then all that is left to do.
  Result<StagedFile> stage_synced(std::string path,
                                  const std::function<Status(WritableFile&)>& write);
  Status place_synced(StagedFile& staged);
  /// Removes an output that is no longer wanted, if it still is what `hash` says, and then the
  /// folders that this leaves empty. True if it was removed; fails if it should have been.
  Result<bool> remove(std::string_view path, const ContentHash& hash);

 private:
  OutputFolder(std::string path, FileSystem& files, std::unique_ptr<HeldLock> lock)
      : path_(std::move(path)),
        files_(files),
        lock_(std::move(lock)),
        two_ticks_ns_(2 * files.tick_ns(path_)),
        new_folders_(path_, temporary_folder(), files) {}
  std::string absolute(std::string_view path) const { return join_path(path_, path); }
  std::string temporary_folder() const { return absolute(k_temporary_folder); }
  /// Where to write what comes to `path`.
  Result<StagedFile> place_for(std::string path);
  Result<FileStamp> write_synced(const std::string& temporary,
                                 const std::function<Status(WritableFile&)>& write);
  Status make_folder_of(const std::string& target);
  Status check_replaced(const StagedFile& staged);
  Status sync(const std::vector<StagedFile>& group);
  std::vector<Status> give_up(std::vector<StagedFile>& group);
  /// What publish() does after the sync, which may have failed.
  std::vector<Status> place(std::vector<StagedFile>& group,
                            const Status& synced,
                            const Workers& workers);
  Status put_in_place(const StagedFile& staged);
  /// Learns what a file just put in place looks like, if that can be relied on.
  void note_version(StagedFile& staged);
  void put_new_folders_in_place(std::vector<StagedFile>& group, std::vector<char>& is_in_place);
  bool is_settled(const FileStamp& stamp, std::int64_t now) const;
  void learn_dates(std::vector<StagedFile>& group, const Workers& workers);
  void await_tick(const std::vector<StagedFile>& group);

  std::string path_;
  FileSystem& files_;
  std::unique_ptr<HeldLock> lock_;
  const std::int64_t two_ticks_ns_;  ///< of the clock that files' dates come from
  NewFolders new_folders_;
  std::atomic<std::uint64_t> next_temporary_{0};
  std::optional<std::string> made_folder_;  ///< the last of this group, found to be as it should
};

/// True if the file at `path` has exactly this content; its version is then set.
bool file_holds(const std::string& path,
                const BlobRef& content,
                FileSystem& files,
                KnownVersion& version);

/// True if a build was killed here (or is running).
bool has_leftovers(const std::string& output_folder, FileSystem& files);

}  // namespace pixmill
