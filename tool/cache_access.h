// Where the cache lies, and how it is opened.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/ports/result_store.h"
#include "engine/ports/tree_store.h"
#include "tool/config/config.h"
#include "tool/environment.h"
#include "tool/options/options.h"

namespace pixmill::tool {

/// The first that is given of --cache-dir, PIXMILL_CACHE_DIR, the configuration's cache.dir,
/// XDG_CACHE_HOME/pixmill and ~/.cache/pixmill. Empty if none is: the process has no home.
std::string choose_cache_folder(const Options& options,
                                const Environment& environment,
                                const Config& config);

/// Both ports of one store, which lives as long as either.
struct Stores {
  std::shared_ptr<ResultStore> results;
  std::shared_ptr<TreeStore> trees;
};

struct StoreWishes {
  std::string folder;  ///< empty: there is none
  CacheUse use = CacheUse::read_write;
  std::optional<std::uint64_t> max_size_bytes;
};

/// Always works: where there is no cache, everything is a miss. `warn` outlives the stores.
Stores open_stores(const StoreWishes& wishes, std::function<void(std::string_view)> warn);

}  // namespace pixmill::tool
