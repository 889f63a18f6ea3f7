#include "tool/config/load_config.h"

#include <algorithm>

namespace pixmill::tool {

namespace {

/// Larger ones are another file by mistake.
constexpr std::uint64_t k_max_config_bytes = 1 << 20;

/// Empty where there is none. A folder that cannot be looked into holds none.
std::string find_config(FileSystem& files) {
  const auto here = files.real_path(".");
  if (!here) return {};
  const auto folders_above = std::count(here->begin(), here->end(), '/');
  std::string path(k_config_name);
  for (auto i = folders_above; i >= 0; --i) {
    const auto stat = files.stat(path, Links::follow);
    if (stat && stat->kind == FileKind::regular) return path;
    path.insert(0, "../");
  }
  return {};
}

}  // namespace

Result<Config> load_config(const std::string& chosen, FileSystem& files) {
  const std::string path = chosen.empty() ? find_config(files) : chosen;
  if (path.empty()) return Config{};
  const auto file = files.read(path, k_max_config_bytes);
  if (!file) return unexpected(ErrorCode::usage, path + ": " + file.error().message);
  return parse_config(as_text(file->bytes), path);
}

}  // namespace pixmill::tool
