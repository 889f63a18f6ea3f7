#include "engine/build/scan_folder.h"

#include <algorithm>
#include <string_view>

#include "engine/base/glob.h"
#include "engine/build/output_folder.h"
#include "engine/image/format.h"

namespace pixmill {

namespace {

class FolderScanner {
 public:
  FolderScanner(const ScanRequest& request, FileSystem& files, const Visit& visit)
      : request_(request), files_(files), visit_(visit) {
    found_.folder.root = visit.root;
    found_.folder.relative = visit.relative;
  }

  FoundFolder run() {
    auto entries = visit_.chosen ? chosen_entries() : files_.list(visit_.real);
    if (!entries) {
      found_.refused.push_back(
          {visit_.relative.empty() ? "." : visit_.relative, entries.error().message});
      found_.unseen.push_back(visit_.relative);
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
    if (!target) {
      found_.refused.push_back({relative(name), target.error().message});
      found_.unseen.push_back(relative(name));
      return;
    }
    if (target->kind == FileKind::missing) {
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
  FoundFolder found_;
};

}  // namespace

bool is_excluded(const ScanRequest& request, std::size_t root, const std::string& relative) {
  const auto& globs = request.excludes;
  const std::string matched = join_path(request.roots[root].prefix, relative);
  return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
    return glob_matches(glob, matched);
  });
}

FoundFolder scan_folder(const ScanRequest& request, const Visit& visit, FileSystem& files) {
  return FolderScanner(request, files, visit).run();
}

}  // namespace pixmill
