// One folder of a scan: its files, what of it is to be visited next, and what is refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/file_system.h"
#include "engine/build/scan.h"

namespace pixmill {

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
struct FoundFolder {
  ScannedFolder folder;
  std::string real;                  ///< where it lies
  std::vector<std::string> regular;  ///< its regular files, whose stats are still to be asked for
  std::vector<Visit> below;
  std::vector<RefusedEntry> refused;
  /// Paths relative to the root, of what cannot be looked at; with the folder's own, it was not
  /// listed.
  std::vector<std::string> unseen;
  std::uint64_t ignored = 0;
};

/// True if a glob leaves out the path, which is relative to the root.
bool is_excluded(const ScanRequest& request, std::size_t root, const std::string& relative);

/// Lists the folder. Links are looked at, regular files are not.
FoundFolder scan_folder(const ScanRequest& request, const Visit& visit, FileSystem& files);

}  // namespace pixmill
