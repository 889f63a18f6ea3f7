// Locks decide what many processes at once may do to the index, and network file systems are known
// to grant locks that do not hold on another machine (sqlite.org/faq.html#q5). Nothing wrong can
// come of it, for every row and blob is checked when it is served, but entries may be lost.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace pixmill::cache {

/// The kind of network file system that `folder` lies on; nothing for a local one.
std::optional<std::string_view> network_file_system(const std::filesystem::path& folder);

}  // namespace pixmill::cache
