// What is refused before one image is read or its output written.
#pragma once

#include <string>

#include "engine/base/file_system.h"
#include "engine/base/result.h"
#include "engine/build/build.h"

namespace pixmill {

struct CheckedOneRequest {
  std::string input;   ///< absolute, without links
  std::string output;  ///< likewise
  std::string name;    ///< of the input, as the configuration's globs match it
};

/// Fails with ErrorCode::usage when the output's name tells no image format, when it is the input
/// or lies in the cache, or when the input does not lie below the base.
Result<CheckedOneRequest> check_one_request(const OneRequest& request, FileSystem& files);

}  // namespace pixmill
