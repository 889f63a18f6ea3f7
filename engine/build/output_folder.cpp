#include "engine/build/output_folder.h"

#include <algorithm>

#include "engine/build/temporary_folder.h"

namespace pixmill {

namespace {

constexpr std::int64_t k_old_enough_ns = 2'000'000'000;
/// An output is never read back past this when it is compared.
constexpr std::uint64_t k_max_output_bytes = std::uint64_t{4} << 30;

/// So many are synced one by one: one sync of the whole disk is cheaper for more, but waits for
/// what every other process has written, too.
constexpr std::size_t k_few_files = 8;

bool has_fine_times(const FileStamp& stamp) {
  return stamp.mtime_ns % 1'000'000 != 0;
}

}  // namespace

bool is_old_enough(const FileStamp& stamp, std::int64_t now_ns) {
  return now_ns - std::max(stamp.mtime_ns, stamp.ctime_ns) >= k_old_enough_ns;
}

Result<std::unique_ptr<OutputFolder>> OutputFolder::open(std::string path, FileSystem& files) {
  const std::string temporary = join_path(path, k_temporary_folder);
  auto lock = lock_temporary(path, temporary, files);
  if (!lock) return unexpected(lock.error());
  if (Status swept = sweep_temporary(temporary, files); !swept) return unexpected(swept.error());
  return std::unique_ptr<OutputFolder>(new OutputFolder(std::move(path), files, std::move(*lock)));
}

OutputFolder::~OutputFolder() {
  // Best effort: what stays is swept by the next build.
  if (new_folders_.has_left_any()) static_cast<void>(sweep_temporary(temporary_folder(), files_));
  static_cast<void>(files_.remove_empty_folder(temporary_folder()));
}

bool OutputFolder::holds(std::string_view path,
                         std::uint64_t size_bytes,
                         const ContentHash& hash,
                         KnownVersion& version) {
  if (!new_folders_.folder_of(path).empty()) return false;
  return file_holds(absolute(path), {hash, size_bytes}, files_, version);
}

Result<StagedFile> OutputFolder::place_for(std::string path) {
  StagedFile staged;
  staged.path = std::move(path);
  staged.new_folder = new_folders_.folder_of(staged.path);
  const std::string name = std::to_string(next_temporary_++);
  auto place = staged.new_folder.empty() ? Result<std::string>(join_path(temporary_folder(), name))
                                         : new_folders_.place_for(staged.path, name);
  if (!place) return unexpected(std::move(place).error());
  staged.temporary = *std::move(place);
  return staged;
}

Result<StagedFile> OutputFolder::stage(std::string path,
                                       ByteView bytes,
                                       const std::string& permissions_from) {
  auto place = place_for(std::move(path));
  if (!place) return place;
  StagedFile& staged = *place;
  const auto stamp = files_.write_new(staged.temporary, bytes);
  Status written = stamp ? Status{} : unexpected(stamp.error());
  if (written && !permissions_from.empty()) {
    written = files_.copy_permissions(permissions_from, staged.temporary);
  }
  if (!written) {
    discard(staged);
    return unexpected(written.error());
  }
  staged.version.stamp = *stamp;
  return place;
}

void OutputFolder::discard(StagedFile& staged) {
  static_cast<void>(files_.remove_file(staged.temporary));
  staged.temporary.clear();
  if (!staged.new_folder.empty()) new_folders_.forget_one(staged.new_folder);
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

std::vector<Status> OutputFolder::publish(std::vector<StagedFile>& group,
                                          const Workers& workers,
                                          const std::function<bool()>& meanwhile) {
  if (group.empty()) {
    if (meanwhile) meanwhile();
    return {};
  }
  Status synced;
  bool go_on = true;
  if (meanwhile) {
    run_beside([&] { synced = sync(group); }, [&] { go_on = meanwhile(); });
  } else {
    synced = sync(group);
  }
  return go_on ? place(group, synced, workers) : give_up(group);
}

std::vector<Status> OutputFolder::give_up(std::vector<StagedFile>& group) {
  for (StagedFile& staged : group) discard(staged);
  std::vector<Status> given_up(group.size());
  std::fill(given_up.begin(), given_up.end(), unexpected(ErrorCode::changed, "was given up"));
  return given_up;
}

Result<StagedFile> OutputFolder::stage_synced(std::string path,
                                              const std::function<Status(WritableFile&)>& write) {
  auto place = place_for(std::move(path));
  if (!place) return place;
  StagedFile& staged = *place;
  const auto stamp = write_synced(staged.temporary, write);
  if (!stamp) {
    discard(staged);
    return unexpected(stamp.error());
  }
  staged.version.stamp = *stamp;
  return place;
}

Result<FileStamp> OutputFolder::write_synced(const std::string& temporary,
                                             const std::function<Status(WritableFile&)>& write) {
  const auto file = files_.create(temporary);
  if (!file) return unexpected(file.error());
  if (Status written = write(**file); !written) return unexpected(std::move(written).error());
  return (*file)->finish();
}

Status OutputFolder::place_synced(StagedFile& staged) {
  std::vector<StagedFile> group{std::move(staged)};
  Status placed = std::move(place(group, {}, {}).front());
  staged = std::move(group.front());
  return placed;
}

/// Of the files that come alone: the others' are known.
void OutputFolder::learn_dates(std::vector<StagedFile>& group, const Workers& workers) {
  parallel_for(group.size(), workers, [&](std::size_t i) {
    if (!group[i].new_folder.empty()) return;
    if (const auto stat = files_.stat(group[i].temporary, Links::keep))
      group[i].version.stamp = stat->stamp;
  });
}

std::vector<Status> OutputFolder::place(std::vector<StagedFile>& group,
                                        const Status& synced,
                                        const Workers& workers) {
  std::vector<Status> results(group.size());
  const Workers few_or_all = group.size() > k_few_files ? workers : Workers{};
  learn_dates(group, few_or_all);
  await_tick(group);
  std::vector<char> is_in_place(group.size());
  if (synced) put_new_folders_in_place(group, is_in_place);
  made_folder_.reset();
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (is_in_place[i]) continue;
    results[i] = synced ? make_folder_of(absolute(group[i].path)) : synced;
  }
  parallel_for(group.size(), few_or_all, [&](std::size_t i) {
    if (is_in_place[i]) return;
    if (results[i]) results[i] = put_in_place(group[i]);
    if (results[i]) {
      note_version(group[i]);
    } else {
      discard(group[i]);
    }
  });
  return results;
}

/// With the folders that are not there yet, those of their outputs; 1 for each of these.
void OutputFolder::put_new_folders_in_place(std::vector<StagedFile>& group,
                                            std::vector<char>& is_in_place) {
  std::map<std::string_view, std::vector<std::size_t>> members;
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (!group[i].new_folder.empty()) members[group[i].new_folder].push_back(i);
  }
  for (const auto& [folder, outputs] : members) {
    if (!new_folders_.put_in_place(folder, outputs.size())) continue;
    const std::int64_t now = files_.now_ns();
    for (const std::size_t i : outputs) {
      is_in_place[i] = 1;
      // to rename their folder is no change of theirs
      group[i].version.trusted = is_settled(group[i].version.stamp, now);
    }
  }
}

/// A stamp that can be relied on: whoever writes to the file from `now` on leaves another.
bool OutputFolder::is_settled(const FileStamp& stamp, std::int64_t now) const {
  return is_old_enough(stamp, now) ||
         (has_fine_times(stamp) && now - stamp.mtime_ns >= two_ticks_ns_);
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
  staged.version = {stat->stamp, is_settled(stat->stamp, now)};
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
