#include "engine/build/scan.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

#include "engine/base/glob.h"
#include "engine/base/parallel.h"
#include "engine/build/output_folder.h"
#include "engine/build/stat_all.h"
#include "engine/image/format.h"

namespace pixmill {

namespace {

/// A folder yet to be listed.
struct Visit {
  std::size_t root = 0;
  std::string relative;
  std::string real;  ///< where it really lies, links resolved
  /// Where the links lie that led here, resolved; entering one of them again would be a loop.
  std::vector<std::string> entered;
  /// Names that were chosen: nothing else of the folder is seen.
  std::optional<std::vector<std::string>> chosen = {};
};

/// What one folder held.
struct Found {
  ScannedFolder folder;
  std::string real;                  ///< where it lies
  std::vector<std::string> regular;  ///< its regular files, whose stats are still to be asked for
  std::vector<Visit> below;
  std::vector<RefusedEntry> refused;
  std::uint64_t ignored = 0;
};

bool is_excluded(const ScanRequest& request, std::size_t root, const std::string& relative) {
  const auto& globs = request.excludes;
  const std::string matched = join_path(request.roots[root].prefix, relative);
  return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
    return glob_matches(glob, matched);
  });
}

class FolderScanner {
 public:
  FolderScanner(const ScanRequest& request, FileSystem& files, const Visit& visit)
      : request_(request), files_(files), visit_(visit) {
    found_.folder.root = visit.root;
    found_.folder.relative = visit.relative;
  }

  Found run() {
    auto entries = visit_.chosen ? chosen_entries() : files_.list(visit_.real);
    if (!entries) {
      found_.refused.push_back(
          {visit_.relative.empty() ? "." : visit_.relative, entries.error().message});
      return std::move(found_);
    }
    found_.real = visit_.real;
    for (DirectoryEntry& entry : *entries) {
      if (is_left_out(entry.name)) continue;
      if (entry.kind == FileKind::regular) {
        found_.regular.push_back(std::move(entry.name));
      } else {
        add_special(entry);
      }
    }
    return std::move(found_);
  }

 private:
  std::string relative(std::string_view name) const { return join_path(visit_.relative, name); }
  std::string real(std::string_view name) const { return join_path(visit_.real, name); }

  bool is_left_out(const std::string& name) const {
    if (name == k_temporary_folder) return true;
    return !request_.excludes.empty() && is_excluded(request_, visit_.root, relative(name));
  }

  /// What was chosen and is not there is refused.
  Result<std::vector<DirectoryEntry>> chosen_entries() {
    const std::vector<std::string_view> names(visit_.chosen->begin(), visit_.chosen->end());
    const auto where = files_.real_path(visit_.real);
    const bool leads_out = where && !lies_within(*where, request_.roots[visit_.root].path);
    const std::vector<FileStat> stats = files_.stat_each(visit_.real, names);
    std::vector<DirectoryEntry> entries;
    for (std::size_t i = 0; i < stats.size(); ++i) {
      std::string name(names[i]);
      if (leads_out) {
        found_.refused.push_back({relative(name), "lies behind a link out of the source folder"});
      } else if (stats[i].kind == FileKind::missing) {
        found_.refused.push_back({relative(name), "there is no such file"});
      } else if (stats[i].kind == FileKind::directory) {
        found_.refused.push_back({relative(name), "is a folder, not a file"});
      } else {
        entries.push_back({std::move(name), stats[i].kind});
      }
    }
    return entries;
  }

  void refuse_or_ignore(const std::string& name, std::string message) {
    if (named_like_image(name)) {
      found_.refused.push_back({relative(name), std::move(message)});
    } else {
      ++found_.ignored;
    }
  }

  void add_special(const DirectoryEntry& entry) {
    switch (entry.kind) {
      case FileKind::directory:
        add_folder(entry.name, real(entry.name), visit_.entered);
        break;
      case FileKind::symlink:
        add_link(entry.name);
        break;
      default:
        refuse_or_ignore(entry.name, "is a FIFO, device or socket, not a file");
    }
  }

  void add_folder(const std::string& name, std::string where, std::vector<std::string> entered) {
    if (named_like_image(name)) {
      found_.refused.push_back({relative(name), "is a folder, but named like an image"});
      return;
    }
    if (!request_.recurse || where == request_.hidden_folder) return;
    found_.below.push_back({visit_.root, relative(name), std::move(where), std::move(entered)});
  }

  void add_link(const std::string& name) {
    if (!request_.follow_links) {
      if (visit_.chosen) {
        found_.refused.push_back({relative(name), "is a link; name the file that it leads to"});
      } else {
        ++found_.ignored;
      }
      return;
    }
    const auto target = files_.stat(real(name), Links::follow);
    if (!target || target->kind == FileKind::missing) {
      refuse_or_ignore(name, "is a link to nothing");
      return;
    }
    const auto where = files_.real_path(real(name));
    if (!where) {
      refuse_or_ignore(name, where.error().message);
    } else if (!lies_within(*where, request_.roots[visit_.root].path)) {
      refuse_or_ignore(name, "is a link that leads out of the source folder");
    } else if (target->kind == FileKind::regular) {
      found_.folder.files.push_back({name, target->stamp});
    } else if (target->kind == FileKind::directory) {
      add_linked_folder(name, *where);
    } else {
      refuse_or_ignore(name, "is a link to a FIFO, device or socket");
    }
  }

  void add_linked_folder(const std::string& name, const std::string& where) {
    const bool loops =
        lies_within(visit_.real, where) ||
        std::any_of(visit_.entered.begin(), visit_.entered.end(), [&](const std::string& seen) {
          return lies_within(seen, where);
        });
    if (loops) return;
    std::vector<std::string> entered = visit_.entered;
    entered.push_back(visit_.real);
    add_folder(name, where, std::move(entered));
  }

  const ScanRequest& request_;
  FileSystem& files_;
  const Visit& visit_;
  Found found_;
};

/// Leaving out a folder leaves out what lies below it.
bool is_below_excluded(const ScanRequest& request, std::size_t root, std::string folder) {
  for (; !folder.empty(); folder = std::string(parent_path(folder))) {
    if (is_excluded(request, root, folder)) return true;
  }
  return false;
}

/// The folders of the chosen files, each with the names chosen in it.
void add_chosen(const ScanRequest& request, std::size_t root, std::vector<Visit>& visits) {
  std::map<std::string, std::vector<std::string>> folders;
  for (const std::string& path : *request.roots[root].chosen) {
    folders[std::string(parent_path(path))].emplace_back(file_name(path));
  }
  for (auto& [folder, names] : folders) {
    if (is_below_excluded(request, root, folder)) continue;
    std::string real = join_path(request.roots[root].path, folder);
    visits.push_back({root, folder, std::move(real), {}, std::move(names)});
  }
}

std::vector<Visit> first_visits(const ScanRequest& request) {
  std::vector<Visit> visits;
  for (std::size_t i = 0; i < request.roots.size(); ++i) {
    if (request.roots[i].chosen) {
      add_chosen(request, i, visits);
    } else {
      visits.push_back({i, "", request.roots[i].path, {}});
    }
  }
  return visits;
}

/// Adds a folder's regular files with their stats to its links.
void add_regular(Found& found, std::span<const FileStat> stats) {
  std::vector<SourceFile>& files = found.folder.files;
  const bool has_links = !files.empty();
  files.reserve(files.size() + stats.size());
  for (std::size_t i = 0; i < stats.size(); ++i) {
    // one that went away meanwhile is as if it had never been there
    if (stats[i].kind == FileKind::regular) {
      files.push_back({std::move(found.regular[i]), stats[i].stamp});
    }
  }
  if (!has_links) return;  // names were listed in order
  std::sort(files.begin(), files.end(), [](const SourceFile& a, const SourceFile& b) {
    return a.name < b.name;
  });
}

void stat_files(std::vector<Found>& found, const Workers& workers, FileSystem& files) {
  std::vector<StatOrder> orders;
  orders.reserve(found.size());
  for (const Found& one : found) {
    orders.push_back({one.real, {one.regular.begin(), one.regular.end()}});
  }
  const auto stats = stat_all(orders, workers, files);
  for (std::size_t i = 0; i < found.size(); ++i) add_regular(found[i], stats[i]);
}

}  // namespace

Scan scan(const ScanRequest& request, FileSystem& files) {
  Scan result;
  std::vector<Found> folders;
  std::vector<Visit> level = first_visits(request);
  while (!level.empty()) {
    std::vector<Found> found(level.size());
    parallel_for(level.size(), request.workers, [&](std::size_t i) {
      found[i] = FolderScanner(request, files, level[i]).run();
    });
    level.clear();
    for (Found& one : found) {
      std::move(one.below.begin(), one.below.end(), std::back_inserter(level));
      std::move(one.refused.begin(), one.refused.end(), std::back_inserter(result.refused));
      result.ignored += one.ignored;
      folders.push_back(std::move(one));
    }
  }
  stat_files(folders, request.workers, files);
  for (Found& one : folders) result.folders.push_back(std::move(one.folder));
  std::sort(result.folders.begin(), result.folders.end(), [](const auto& a, const auto& b) {
    return std::tie(a.root, a.relative) < std::tie(b.root, b.relative);
  });
  std::sort(result.refused.begin(), result.refused.end(), [](const auto& a, const auto& b) {
    return a.source < b.source;
  });
  return result;
}

}  // namespace pixmill
