// --files-from: which files of a folder are meant, for a build system that knows each of them.
#pragma once

#include <string>
#include <vector>

#include "engine/base/file_system.h"
#include "engine/base/result.h"

namespace pixmill::tool {

/// One path a line, as `find . -name '*.png'` prints them: a "./" in front is dropped, and so are
/// empty lines. The error has the usage code and begins with `path`.
Result<std::vector<std::string>> read_file_list(const std::string& path, FileSystem& files);

}  // namespace pixmill::tool
