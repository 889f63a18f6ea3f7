// What lies below the sources, with stats and without opening a file. Links are followed within
// their root only; loops are cut; what is named like an image but is none that could be read is
// refused by name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/file_system.h"
#include "engine/base/parallel.h"

namespace pixmill {

/// A folder to walk, or chosen files below it.
struct ScanRoot {
  std::string path;   ///< absolute and real
  std::string named;  ///< what was asked for, absolute: the folder, or one file of it
  /// Paths relative to the folder, sorted: nothing else below it is seen. Nothing: walk it all.
  std::optional<std::vector<std::string>> chosen = {};
  /// Stands before the relative path where globs are matched: a file that was named itself is
  /// matched as it was named, so that `content/raw/a.png` is excluded by `content/raw/**`.
  std::string prefix = {};
};

struct SourceFile {
  std::string name;
  FileStamp stamp;  ///< a link's is that of the file it leads to
};

struct ScannedFolder {
  std::size_t root = 0;
  std::string relative;           ///< to the root; empty at the top
  std::vector<SourceFile> files;  ///< in byte order of their names
};

struct RefusedEntry {
  std::string source;  ///< relative to its root
  std::string message;
};

/// What is there and cannot be looked at: a folder with all below it, or one entry.
struct UnseenPath {
  std::size_t root = 0;
  std::string relative;  ///< empty: all of the root
};

struct Scan {
  std::vector<ScannedFolder> folders;  ///< by root, then by relative path
  std::vector<RefusedEntry> refused;   ///< sorted by source
  std::vector<UnseenPath> unseen;      ///< each of them refused, too
  std::uint64_t ignored = 0;           ///< special files and dangling links not named like images
};

struct ScanRequest {
  std::vector<ScanRoot> roots;
  std::vector<std::string> excludes;  ///< globs over paths relative to the root
  std::string hidden_folder;          ///< absolute and real; not entered (the cache); may be empty
  bool recurse = true;
  Workers workers;
  /// If not, links are refused where they were asked for by name, else ignored.
  bool follow_links = true;
};

/// What cannot be listed or looked at is a refused entry; the rest is still found.
Scan scan(const ScanRequest& request, FileSystem& files);

}  // namespace pixmill
