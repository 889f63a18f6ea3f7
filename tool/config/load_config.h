// Which configuration file is meant, and its contents.
#pragma once

#include <string>

#include "engine/base/file_system.h"
#include "engine/base/result.h"
#include "tool/config/config.h"

namespace pixmill::tool {

inline constexpr std::string_view k_config_name = "pixmill.toml";

/// `chosen`, or the nearest pixmill.toml in the working folder or above it; without any, an empty
/// Config. Its path is relative to the working folder, as it was found.
Result<Config> load_config(const std::string& chosen, FileSystem& files);

}  // namespace pixmill::tool
