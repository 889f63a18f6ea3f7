// Engine and cache meet here: everything that a command which works on images needs, made from its
// options.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/base/file_system.h"
#include "engine/build/build.h"
#include "tool/cache_access.h"
#include "tool/command.h"
#include "tool/config/config.h"
#include "tool/report/build_reporter.h"
#include "tool/worker_count.h"

namespace pixmill::tool {

struct Wiring {
  std::unique_ptr<FileSystem> files;
  Config config;
  SettingsLayers layers;
  WorkerCount workers;
  RunOptions run;                     ///< points into `workers`
  std::vector<std::string> excludes;  ///< the configuration's and the command line's
  std::string cache_folder;           ///< empty: none is used
  std::unique_ptr<BuildReporter> reporter;
  Stores stores;

  Surroundings around() { return {*files, *stores.results, *stores.trees, *reporter}; }
};

/// Reads the configuration, opens the cache, and lets signals stop the run.
Result<Wiring> make_wiring(const CommandContext& context);

/// The configuration file, for a depfile: as it was given, or absolute where it was looked for, for
/// a depfile may be read from another working folder.
std::vector<std::string> config_dependencies(const CommandContext& context, const Wiring& wiring);

/// Prints how it ended and says how to exit.
Result<ExitCode> finish(Wiring& wiring, const Result<Summary>& summary);

}  // namespace pixmill::tool
