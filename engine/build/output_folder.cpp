#include "engine/build/output_folder.h"

#include <algorithm>

namespace pixmill {

namespace {

constexpr std::int64_t k_old_enough_ns = 2'000'000'000;
/// An output is never read back past this when it is compared.
constexpr std::uint64_t k_max_output_bytes = std::uint64_t{4} << 30;

/// So many are synced one by one: one sync of the whole disk is cheaper for more, but waits for
/// what every other process has written, too.
constexpr std::size_t k_few_files = 8;

/// Temporary files are numbered; what else lies in their folder is a person's.
bool is_temporary_name(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool has_fine_times(const FileStamp& stamp) {
  return stamp.mtime_ns % 1'000'000 != 0;
}

}  // namespace

bool is_old_enough(const FileStamp& stamp, std::int64_t now_ns) {
  return now_ns - std::max(stamp.mtime_ns, stamp.ctime_ns) >= k_old_enough_ns;
}

namespace {

/// Makes and locks the temporary folder of the output folder `path`.
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

/// Removes what a killed build has left there.
Status sweep(const std::string& temporary, FileSystem& files) {
  const auto left = files.list(temporary);
  if (!left) return {};
  for (const DirectoryEntry& entry : *left) {
    if (!is_temporary_name(entry.name)) continue;
    const std::string path = join_path(temporary, entry.name);
    if (auto removed = files.remove_file(path); !removed) {
      return unexpected(removed.error().code, path + ": " + removed.error().message);
    }
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<OutputFolder>> OutputFolder::open(std::string path, FileSystem& files) {
  const std::string temporary = join_path(path, k_temporary_folder);
  auto lock = lock_temporary(path, temporary, files);
  if (!lock) return unexpected(lock.error());
  if (Status swept = sweep(temporary, files); !swept) return unexpected(swept.error());
  return std::unique_ptr<OutputFolder>(new OutputFolder(std::move(path), files, std::move(*lock)));
}

OutputFolder::~OutputFolder() {
  // Best effort: what stays is swept by the next build.
  static_cast<void>(files_.remove_empty_folder(temporary_folder()));
}

bool OutputFolder::holds(std::string_view path,
                         std::uint64_t size_bytes,
                         const ContentHash& hash,
                         KnownVersion& version) {
  return file_holds(absolute(path), {hash, size_bytes}, files_, version);
}

Result<StagedFile> OutputFolder::stage(std::string path,
                                       ByteView bytes,
                                       const std::string& permissions_from) {
  StagedFile staged;
  staged.path = std::move(path);
  staged.temporary = join_path(temporary_folder(), std::to_string(next_temporary_++));
  Status written = files_.write_new(staged.temporary, bytes);
  if (written && !permissions_from.empty()) {
    written = files_.copy_permissions(permissions_from, staged.temporary);
  }
  if (!written) {
    discard(staged);
    return unexpected(written.error());
  }
  return staged;
}

void OutputFolder::discard(StagedFile& staged) {
  static_cast<void>(files_.remove_file(staged.temporary));
  staged.temporary.clear();
}

/// Waits until the clock has moved past the youngest temporary file, so that whoever writes to it
/// once it is in place leaves another mtime.
void OutputFolder::await_tick(const std::vector<StagedFile>& group) {
  std::int64_t youngest = 0;
  for (const StagedFile& staged : group) {
    youngest = std::max(youngest, staged.version.stamp.mtime_ns);
  }
  // The clock moves in ticks: it may lag behind the sleep, and behind file times, which some
  // kernels take from a finer one. A clock that was set back is not waited for.
  for (int attempt = 0; attempt < 4; ++attempt) {
    const std::int64_t wait = youngest + two_ticks_ns_ - files_.now_ns();
    if (wait <= 0 || wait > 2 * two_ticks_ns_) return;
    files_.sleep_ns(std::max(wait, two_ticks_ns_ / 4));  // less would not see the tick
  }
}

/// Makes the folder of an output, and refuses one that a link puts elsewhere: what lies there, a
/// source perhaps, is not ours to replace.
Status OutputFolder::make_folder_of(const std::string& target) {
  std::string folder(parent_path(target));
  if (folder == made_folder_) return {};
  if (auto made = files_.make_folders(folder); !made) return made;
  const auto real = files_.real_path(folder);
  if (!real) return unexpected(real.error());
  if (*real != folder) {
    return unexpected(ErrorCode::io, "its output would go through a link, to " + *real);
  }
  made_folder_ = std::move(folder);
  return {};
}

/// What is replaced must still be what was read. Asked as late as can be: the sync before may take
/// seconds.
Status OutputFolder::check_replaced(const StagedFile& staged) {
  if (!staged.replaces) return {};
  const auto stat = files_.stat(absolute(staged.path), Links::keep);
  if (stat && stat->kind == FileKind::regular && stat->stamp == *staged.replaces) return {};
  return unexpected(ErrorCode::changed, "changed while it was optimized; run again");
}

Status OutputFolder::sync(const std::vector<StagedFile>& group) {
  if (group.size() > k_few_files) return files_.sync(path_);
  for (const StagedFile& staged : group) {
    if (Status synced = files_.sync_file(staged.temporary); !synced) return synced;
  }
  return {};
}

std::vector<Status> OutputFolder::publish(std::vector<StagedFile>& group, const Workers& workers) {
  std::vector<Status> results(group.size());
  if (group.empty()) return results;
  const Workers few_or_all = group.size() > k_few_files ? workers : Workers{};
  const Status synced = sync(group);
  parallel_for(group.size(), few_or_all, [&](std::size_t i) {
    if (const auto stat = files_.stat(group[i].temporary, Links::keep))
      group[i].version.stamp = stat->stamp;
  });
  await_tick(group);
  made_folder_.reset();
  for (std::size_t i = 0; i < group.size(); ++i) {
    results[i] = synced ? make_folder_of(absolute(group[i].path)) : synced;
  }
  parallel_for(group.size(), few_or_all, [&](std::size_t i) {
    if (results[i]) results[i] = put_in_place(group[i]);
    if (results[i]) {
      note_version(group[i]);
    } else {
      discard(group[i]);
    }
  });
  return results;
}

Status OutputFolder::put_in_place(const StagedFile& staged) {
  if (Status same = check_replaced(staged); !same) return same;
  return files_.rename(staged.temporary, absolute(staged.path));
}

void OutputFolder::note_version(StagedFile& staged) {
  const std::int64_t written = staged.version.stamp.mtime_ns;
  const std::int64_t now = files_.now_ns();
  const auto stat = files_.stat(absolute(staged.path), Links::keep);
  staged.version = {};
  if (!stat || stat->stamp.mtime_ns != written) return;
  const bool settled = has_fine_times(stat->stamp) && now - written >= two_ticks_ns_;
  staged.version = {stat->stamp, settled || is_old_enough(stat->stamp, now)};
}

Result<bool> OutputFolder::remove(std::string_view path, const ContentHash& hash) {
  KnownVersion ignored;
  const auto stat = files_.stat(absolute(path), Links::keep);
  if (!stat) return unexpected(stat.error());
  const bool is_there = stat->kind != FileKind::missing;
  if (is_there) {
    if (stat->kind != FileKind::regular) return false;
    if (!holds(path, stat->stamp.size_bytes, hash, ignored)) return false;
    if (auto removed = files_.remove_file(absolute(path)); !removed) {
      return unexpected(std::move(removed).error());
    }
  }
  // also where a killed build removed the file and came no further
  for (std::string_view folder = parent_path(path); !folder.empty(); folder = parent_path(folder)) {
    static_cast<void>(files_.remove_empty_folder(absolute(folder)));
  }
  return is_there;
}

bool file_holds(const std::string& path,
                const BlobRef& content,
                FileSystem& files,
                KnownVersion& version) {
  const std::int64_t now = files.now_ns();
  const auto stat = files.stat(path, Links::keep);
  if (!stat || stat->kind != FileKind::regular || stat->stamp.size_bytes != content.size_bytes)
    return false;
  const auto read = files.read(path, k_max_output_bytes);
  if (!read || content_hash(read->bytes) != content.hash) return false;
  version = {read->stamp, is_old_enough(read->stamp, now)};
  return true;
}

bool has_leftovers(const std::string& output_folder, FileSystem& files) {
  const auto stat = files.stat(join_path(output_folder, k_temporary_folder), Links::keep);
  return stat && stat->kind != FileKind::missing;
}

}  // namespace pixmill
