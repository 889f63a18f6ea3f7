// What each subcommand of `pixmill cache` works with.
#pragma once

#include <string>
#include <string_view>

#include "cache/maintenance.h"
#include "engine/base/file_system.h"
#include "tool/command.h"
#include "tool/config/load_config.h"

namespace pixmill::tool {

struct CacheTask {
  const CommandContext& context;
  FileSystem& files;
  const Config& config;
  std::string folder;

  cache::Maintenance open(cache::Access access) const {
    cache::StoreOptions options;
    options.folder = folder;
    options.access = access;
    options.warn = [&console = context.console](std::string_view sentence) {
      console.complain("warning: " + std::string(sentence));
    };
    return cache::Maintenance(options);
  }
  bool json() const { return context.options.report.json; }
};

}  // namespace pixmill::tool
