// What is refused before anything is read or written: requests that could only do harm.
#pragma once

#include <string>
#include <vector>

#include "engine/base/file_system.h"
#include "engine/base/result.h"
#include "engine/build/build.h"
#include "engine/build/scan.h"

namespace pixmill {

/// A request with its paths resolved: absolute, without links.
struct CheckedRequest {
  std::vector<ScanRoot> roots;
  std::string output;
  std::string manifest;
  std::string cache_folder;  ///< empty if there is none
};

/// Fails with ErrorCode::usage when a source is missing, the output lies in a source or in the
/// cache, or a source lies in the output. Where files are chosen, each of them is a source, so the
/// output may lie beside them.
Result<CheckedRequest> check_request(const BuildRequest& request, FileSystem& files);

/// Absolute and without links, as far as the path exists; the rest is appended as it is.
Result<std::string> resolve_path(const std::string& path, FileSystem& files);

/// The folder to walk for a path that someone named, or the one file of its folder.
Result<ScanRoot> resolve_root(const std::string& path, FileSystem& files);

}  // namespace pixmill
