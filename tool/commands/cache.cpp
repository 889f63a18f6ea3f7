#include <algorithm>
#include <array>
#include <charconv>

#include "tool/cache_access.h"
#include "tool/commands/cache_stats.h"
#include "tool/commands/cache_task.h"
#include "tool/commands/command_table.h"
#include "tool/text/human.h"
#include "tool/text/json_line.h"
#include "tool/text/size.h"

namespace pixmill::tool {

namespace {

constexpr OptionRow k_options[] = {
    {"max-size",
     0,
     "SIZE",
     "gc: forget what was least recently used, down to SIZE",
     [](Options& o, std::string_view v) -> Status {
       auto size = parse_size(v);
       if (!size) return unexpected(std::move(size).error());
       o.collect.max_size_bytes = *size;
       return {};
     }},
    {"unused-for",
     0,
     "DAYS",
     "gc: forget what was not used for DAYS",
     [](Options& o, std::string_view v) -> Status {
       int days = 0;
       const auto [end, error] = std::from_chars(v.data(), v.data() + v.size(), days);
       if (error != std::errc{} || end != v.data() + v.size() || days < 0) {
         return unexpected(ErrorCode::usage, "it takes a number of days");
       }
       o.collect.unused_for_days = days;
       return {};
     }},
    {"keep-last-build",
     0,
     "",
     "gc: forget what no last build used",
     [](Options& o, std::string_view) -> Status {
       o.collect.keep_last_build = true;
       return {};
     }},
};

Result<ExitCode> print_path(const CacheTask& task) {
  task.context.console.print(task.folder + "\n");
  return ExitCode::success;
}

Result<ExitCode> collect(const CacheTask& task) {
  const CollectOptions& wanted = task.context.options.collect;
  cache::EvictionPolicy policy{.max_size_bytes = wanted.max_size_bytes,
                               .unused_for_days = wanted.unused_for_days,
                               .keep_last_build = wanted.keep_last_build};
  if (!policy.max_size_bytes && !policy.unused_for_days && !policy.keep_last_build) {
    policy.max_size_bytes = task.config.cache_max_size_bytes;
    if (!policy.max_size_bytes) {
      return unexpected(ErrorCode::usage,
                        "cache gc needs --max-size, --unused-for or --keep-last-build, or "
                        "cache.max_size in the configuration");
    }
  }
  const auto report = task.open(cache::Access::read_write).collect(policy);
  if (!report) return unexpected(report.error());
  if (task.json()) {
    task.context.console.print(json_line({{"results_removed", report->results_removed},
                                          {"results_kept", report->results_kept},
                                          {"size_before_bytes", report->size_before_bytes},
                                          {"size_after_bytes", report->size_after_bytes}}));
  } else {
    task.context.console.print(counted(report->results_removed, "result", "results") +
                               " forgotten, " + human_count(report->results_kept) + " kept; " +
                               human_size(report->size_before_bytes) + " became " +
                               human_size(report->size_after_bytes) + ".\n");
  }
  return ExitCode::success;
}

Result<ExitCode> verify(const CacheTask& task) {
  const auto report = task.open(cache::Access::read_write).verify();
  if (!report) return unexpected(report.error());
  if (task.json()) {
    task.context.console.print(json_line({{"results", report->results},
                                          {"blobs", report->blobs},
                                          {"damaged_rows", report->damaged_rows},
                                          {"damaged_blobs", report->damaged_blobs},
                                          {"missing_blobs", report->missing_blobs},
                                          {"index_started_over", report->index_started_over}}));
  } else {
    task.context.console.print(
        counted(report->results, "result", "results") + " and " +
        counted(report->blobs, "output", "outputs") + " checked: " +
        (report->is_sound()
             ? "all are sound.\n"
             : human_count(report->damaged_rows) + " damaged rows and " +
                   human_count(report->damaged_blobs) + " damaged outputs set aside, " +
                   human_count(report->missing_blobs) + " outputs missing.\n"));
  }
  return report->is_sound() ? ExitCode::success : ExitCode::failed;
}

Result<ExitCode> clear(const CacheTask& task) {
  if (auto cleared = task.open(cache::Access::read_write).clear(); !cleared) {
    return unexpected(cleared.error());
  }
  task.context.console.print("The cache in " + task.folder + " is empty now.\n");
  return ExitCode::success;
}

struct Subcommand {
  std::string_view name;
  Result<ExitCode> (*run)(const CacheTask&);
};

constexpr std::array<Subcommand, 5> k_subcommands{{
    {"path", print_path},
    {"stats", print_cache_stats},
    {"gc", collect},
    {"verify", verify},
    {"clear", clear},
}};

Result<ExitCode> run(const CommandContext& context) {
  const Options& options = context.options;
  const auto* const found =
      std::find_if(k_subcommands.begin(), k_subcommands.end(), [&](const auto& s) {
        return options.arguments.size() == 1 && s.name == options.arguments[0];
      });
  if (found == k_subcommands.end()) {
    return wrong_usage(k_cache_command, "it takes one of path, stats, gc, verify and clear");
  }
  const auto files = make_posix_file_system();
  const auto config = load_config(options.config, *files);
  if (!config) return unexpected(config.error());
  const std::string folder = choose_cache_folder(options, context.environment, *config);
  if (folder.empty()) {
    return unexpected(ErrorCode::usage,
                      "there is no home folder to keep a cache in; --cache-dir DIR names one");
  }
  return found->run({context, *files, *config, folder});
}

}  // namespace

const Command k_cache_command{"cache",
                              "path | stats | gc | verify | clear",
                              "where the cache is, how large, and looking after it",
                              k_config_options | k_cache_options | k_json_options,
                              k_options,
                              run};

}  // namespace pixmill::tool
