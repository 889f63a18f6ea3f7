#include "tool/wiring.h"

#include "tool/config/layers.h"
#include "tool/config/load_config.h"
#include "tool/stop_signal.h"

namespace pixmill::tool {

namespace {

/// A dry run writes nothing, into the cache neither.
CacheUse cache_use(const Options& options) {
  const bool may_write = !options.run.dry_run || options.cache_use == CacheUse::none;
  return may_write ? options.cache_use : CacheUse::read_only;
}

RunOptions run_options(const Options& options, const WorkerCount& workers) {
  RunOptions run = options.run;
  run.jobs = workers.jobs;
  run.tokens = workers.jobserver.get();
  run.stop = stop_on_signals();
  // The option is for those who may not write the cache, and so had no say in what is in it.
  run.check_restored = options.cache_use == CacheUse::read_only;
  return run;
}

}  // namespace

Result<Wiring> make_wiring(const CommandContext& context) {
  const Options& options = context.options;
  // First: a descriptor that make closed to us may be the next file's.
  WorkerCount workers = count_workers(options.jobs, context.environment.makeflags);
  auto files = make_posix_file_system();
  auto config = load_config(options.config, *files);
  if (!config) return unexpected(std::move(config).error());
  auto layers = make_layers(options, *config);
  if (!layers) return unexpected(std::move(layers).error());

  std::vector<std::string> excludes = config->excludes;
  excludes.insert(excludes.end(), options.excludes.begin(), options.excludes.end());
  std::string folder;
  if (options.cache_use != CacheUse::none) {
    folder = choose_cache_folder(options, context.environment, *config);
  }
  auto reporter = std::make_unique<BuildReporter>(context.console, options, context.environment);
  Stores stores = open_stores({folder, cache_use(options), config->cache_max_size_bytes},
                              [told = reporter.get()](std::string_view w) { told->warning(w); });
  const RunOptions run = run_options(options, workers);
  return Wiring{std::move(files),
                *std::move(config),
                *std::move(layers),
                std::move(workers),
                run,
                std::move(excludes),
                std::move(folder),
                std::move(reporter),
                std::move(stores)};
}

std::vector<std::string> config_dependencies(const CommandContext& context, const Wiring& wiring) {
  const std::string& path = wiring.config.path;
  if (path.empty()) return {};
  if (!context.options.config.empty()) return {path};
  const auto real = wiring.files->real_path(path);
  return {real ? *real : path};
}

Result<ExitCode> finish(Wiring& wiring, const Result<Summary>& summary) {
  if (!summary) return unexpected(summary.error());
  return wiring.reporter->finish(*summary);
}

}  // namespace pixmill::tool
