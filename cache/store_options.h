// How a cache folder is to be opened.
#pragma once

#include <cstdint>
#include <ctime>
#include <filesystem>
#include <functional>
#include <optional>

#include "cache/warnings.h"

namespace pixmill::cache {

enum class Access {
  read_write,
  read_only,  ///< serves hits and writes nothing at all
};

/// Seconds since 1970. Only ever compared with other answers of its own, to tell what was used
/// last.
using WallClock = std::function<std::int64_t()>;

struct StoreOptions {
  /// Created where it is missing. Nothing in it depends on its own path, owner or times.
  std::filesystem::path folder;
  Access access = Access::read_write;
  WarningSink warn = {};
  /// A process that added something and finds the folder larger evicts what was least recently used
  /// when it is done (collection.h).
  std::optional<std::uint64_t> max_size_bytes = {};
  WallClock clock = [] { return static_cast<std::int64_t>(std::time(nullptr)); };
};

}  // namespace pixmill::cache
