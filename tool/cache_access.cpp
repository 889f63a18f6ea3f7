#include "tool/cache_access.h"

#include "cache/null_store.h"
#include "cache/on_demand_store.h"
#include "engine/base/file_system.h"

namespace pixmill::tool {

namespace {

template <class Store>
Stores both_ports(std::shared_ptr<Store> store) {
  return {store, store};
}

}  // namespace

std::string choose_cache_folder(const Options& options,
                                const Environment& environment,
                                const Config& config) {
  if (!options.cache_folder.empty()) return options.cache_folder;
  if (!environment.pixmill_cache_dir.empty()) return environment.pixmill_cache_dir;
  if (!config.cache_folder.empty()) return config.cache_folder;
  // the XDG Base Directory Specification: relative paths are to be ignored
  if (environment.xdg_cache_home.starts_with('/')) {
    return join_path(environment.xdg_cache_home, "pixmill");
  }
  return environment.home.empty() ? std::string() : join_path(environment.home, ".cache/pixmill");
}

Stores open_stores(const StoreWishes& wishes, std::function<void(std::string_view)> warn) {
  if (wishes.use != CacheUse::none && wishes.folder.empty()) {
    warn("there is no home folder to keep a cache in; --cache-dir DIR names one");
  }
  if (wishes.use == CacheUse::none || wishes.folder.empty()) {
    return both_ports(std::make_shared<cache::NullStore>());
  }
  cache::StoreOptions options;
  options.folder = wishes.folder;
  options.access =
      wishes.use == CacheUse::read_only ? cache::Access::read_only : cache::Access::read_write;
  options.warn = std::move(warn);
  options.max_size_bytes = wishes.max_size_bytes;
  return both_ports(std::make_shared<cache::OnDemandStore>(std::move(options)));
}

}  // namespace pixmill::tool
