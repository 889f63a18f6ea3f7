// pixmill.toml, read and checked: settings as layers, and what is no setting (where the cache lies,
// what is left out, budgets).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/settings/settings_layers.h"

namespace pixmill::tool {

/// What a site's images may weigh.
struct Budget {
  std::optional<std::uint64_t> total_bytes;
  std::optional<std::uint64_t> per_image_bytes;
};

struct Config {
  std::string path;                   ///< empty: there is no file
  std::vector<SettingsLayer> layers;  ///< the file's own settings, then each [[override]]
  std::vector<std::string> excludes;
  std::string cache_folder;  ///< resolved against the file's folder; empty: not given
  std::optional<std::uint64_t> cache_max_size_bytes;
  Budget budget;
};

/// `path` names the file in errors, and its folder is what a relative cache.dir is relative to.
/// Errors have the usage code and begin with "PATH:LINE:". Settings' names and values are checked
/// later, by SettingsLayers::make(), with the same beginning.
Result<Config> parse_config(std::string_view text, const std::string& path);

}  // namespace pixmill::tool
