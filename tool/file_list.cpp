#include "tool/file_list.h"

#include <string_view>

#include "engine/base/bytes.h"

namespace pixmill::tool {

namespace {

/// A million long paths; anything larger is another file by mistake.
constexpr std::uint64_t k_max_list_bytes = 256 << 20;

}  // namespace

Result<std::vector<std::string>> read_file_list(const std::string& path, FileSystem& files) {
  const auto file = files.read(path, k_max_list_bytes);
  if (!file) return unexpected(ErrorCode::usage, path + ": " + file.error().message);
  std::vector<std::string> names;
  std::string_view rest = as_text(file->bytes);
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    std::string_view name = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    while (name.starts_with("./")) name.remove_prefix(2);
    if (!name.empty()) names.emplace_back(name);
  }
  return names;
}

}  // namespace pixmill::tool
