#include "engine/build/scan.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "engine/base/parallel.h"
#include "engine/build/scan_folder.h"
#include "engine/build/stat_all.h"

namespace pixmill {

namespace {

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

/// Files that are there, but cannot be looked at. If that is so of all, it is the folder's fault,
/// and said once.
void refuse_unseen(FoundFolder& found, std::vector<RefusedEntry> unseen) {
  const bool is_all = unseen.size() == found.regular.size() && unseen.size() > 1;
  if (is_all) {
    const std::string& folder = found.folder.relative;
    unseen = {{folder.empty() ? "." : folder, "its files: " + unseen.front().message}};
    found.unseen.push_back(folder);
  } else {
    for (const RefusedEntry& entry : unseen) found.unseen.push_back(entry.source);
  }
  std::move(unseen.begin(), unseen.end(), std::back_inserter(found.refused));
}

/// Adds a folder's regular files with their stats to its links.
void add_regular(FoundFolder& found, std::span<const FileStat> stats, FileSystem& files) {
  std::vector<SourceFile>& sources = found.folder.files;
  const bool has_links = !sources.empty();
  sources.reserve(sources.size() + stats.size());
  std::vector<RefusedEntry> unseen;
  for (std::size_t i = 0; i < stats.size(); ++i) {
    if (stats[i].kind == FileKind::regular) {
      sources.push_back({found.regular[i], stats[i].stamp});
    } else if (stats[i].kind == FileKind::missing) {
      // one that went away meanwhile is as if it had never been there
      const auto stat = files.stat(join_path(found.real, found.regular[i]), Links::keep);
      if (stat) continue;
      unseen.push_back({join_path(found.folder.relative, found.regular[i]), stat.error().message});
    }
  }
  if (!unseen.empty()) refuse_unseen(found, std::move(unseen));
  if (!has_links) return;  // names were listed in order
  std::sort(sources.begin(), sources.end(), [](const SourceFile& a, const SourceFile& b) {
    return a.name < b.name;
  });
}

void stat_files(std::vector<FoundFolder>& found, const Workers& workers, FileSystem& files) {
  std::vector<StatOrder> orders(found.size());
  parallel_for(found.size(), workers, [&](std::size_t i) {
    orders[i] = {found[i].real, {found[i].regular.begin(), found[i].regular.end()}};
  });
  const auto stats = stat_all(orders, workers, files);
  parallel_for(
      found.size(), workers, [&](std::size_t i) { add_regular(found[i], stats[i], files); });
}

/// Every folder, level by level.
std::vector<FoundFolder> walk(const ScanRequest& request, FileSystem& files) {
  std::vector<FoundFolder> folders;
  std::vector<Visit> level = first_visits(request);
  while (!level.empty()) {
    std::vector<FoundFolder> found(level.size());
    parallel_for(level.size(), request.workers, [&](std::size_t i) {
      found[i] = scan_folder(request, level[i], files);
    });
    level.clear();
    for (FoundFolder& one : found) {
      std::move(one.below.begin(), one.below.end(), std::back_inserter(level));
      folders.push_back(std::move(one));
    }
  }
  return folders;
}

}  // namespace

Scan scan(const ScanRequest& request, FileSystem& files) {
  std::vector<FoundFolder> folders = walk(request, files);
  stat_files(folders, request.workers, files);
  Scan result;
  for (FoundFolder& one : folders) {
    std::move(one.refused.begin(), one.refused.end(), std::back_inserter(result.refused));
    result.ignored += one.ignored;
    for (std::string& path : one.unseen) {
      result.unseen.push_back({one.folder.root, std::move(path)});
    }
    result.folders.push_back(std::move(one.folder));
  }
  std::sort(result.folders.begin(), result.folders.end(), [](const auto& a, const auto& b) {
    return std::tie(a.root, a.relative) < std::tie(b.root, b.relative);
  });
  std::sort(result.refused.begin(), result.refused.end(), [](const auto& a, const auto& b) {
    return a.source < b.source;
  });
  return result;
}

}  // namespace pixmill
