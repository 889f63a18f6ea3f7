#include <algorithm>
#include <array>
#include <charconv>

#include "cache/maintenance.h"
#include "engine/base/file_system.h"
#include "tool/cache_access.h"
#include "tool/commands/command_table.h"
#include "tool/config/load_config.h"
#include "tool/text/columns.h"
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

/// What the subcommands work with.
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

Result<ExitCode> print_path(const CacheTask& task) {
  task.context.console.print(task.folder + "\n");
  return ExitCode::success;
}

/// A collection that a person may want, and what it would free.
struct PossibleCollection {
  std::string_view name;  ///< in JSON
  std::string_view label;
  cache::EvictionPolicy policy;
  std::uint64_t results = 0;
  std::uint64_t bytes = 0;
};

std::vector<PossibleCollection> possible_collections(const Config& config) {
  std::vector<PossibleCollection> collections{
      {"keep_last_build", "--keep-last-build", {.keep_last_build = true}},
      {"unused_for_30_days", "--unused-for 30", {.unused_for_days = 30}}};
  if (config.cache_max_size_bytes) {
    collections.push_back(
        {"max_size", "cache.max_size", {.max_size_bytes = config.cache_max_size_bytes}});
  }
  return collections;
}

struct Stats {
  cache::CacheStats held;
  std::vector<PossibleCollection> collections;
};

std::string stats_table(const Stats& stats, const std::string& folder) {
  const auto count = [](auto number) { return human_count(static_cast<std::uint64_t>(number)); };
  const cache::CacheStats& held = stats.held;
  std::vector<Row> rows{
      {"folder", folder},
      {"size", human_size(held.size_bytes())},
      {"results", count(held.results)},
      {"built trees", count(held.trees)},
      {"small outputs", count(held.inline_blobs) + ", " + human_size(held.inline_bytes)},
      {"large outputs", count(held.blob_files) + ", " + human_size(held.blob_file_bytes)},
      {"lately",
       count(held.sessions.hits) + " hits, " + count(held.sessions.misses) + " misses in " +
           count(held.sessions.sessions) + " runs"},
  };
  for (const PossibleCollection& collection : stats.collections) {
    rows.push_back({"gc " + std::string(collection.label),
                    "would free " + counted(collection.results, "result", "results") + ", " +
                        human_size(collection.bytes)});
  }
  return columns(rows, {});
}

Json stats_json(const Stats& stats) {
  const cache::CacheStats& held = stats.held;
  Json freed = Json::object();
  for (const PossibleCollection& collection : stats.collections) {
    freed[std::string(collection.name)] = {{"results", collection.results},
                                           {"bytes", collection.bytes}};
  }
  return {{"size_bytes", held.size_bytes()},
          {"index_bytes", held.index_bytes},
          {"results", held.results},
          {"trees", held.trees},
          {"inline_blobs", held.inline_blobs},
          {"inline_bytes", held.inline_bytes},
          {"blob_files", held.blob_files},
          {"blob_file_bytes", held.blob_file_bytes},
          {"sessions", held.sessions.sessions},
          {"hits", held.sessions.hits},
          {"misses", held.sessions.misses},
          {"gc_would_free", freed}};
}

/// A folder that nobody made yet is an empty cache, and looking must not make it.
Result<Stats> read_stats(const CacheTask& task) {
  Stats stats{{}, possible_collections(task.config)};
  const auto folder = task.files.stat(task.folder, Links::follow);
  if (folder && folder->kind == FileKind::missing) return stats;
  cache::Maintenance cache = task.open(cache::Access::read_only);
  const auto held = cache.stats();
  if (!held) return unexpected(held.error());
  stats.held = *held;
  std::vector<cache::EvictionPolicy> policies;
  for (const auto& collection : stats.collections) policies.push_back(collection.policy);
  const auto reports = cache.preview(policies);
  if (!reports) return unexpected(reports.error());
  for (std::size_t i = 0; i < reports->size(); ++i) {
    const cache::CollectionReport& report = (*reports)[i];
    stats.collections[i].results = report.results_removed;
    stats.collections[i].bytes = report.size_before_bytes - report.size_after_bytes;
  }
  return stats;
}

Result<ExitCode> print_stats(const CacheTask& task) {
  const auto stats = read_stats(task);
  if (!stats) return unexpected(stats.error());
  task.context.console.print(task.json() ? json_line(stats_json(*stats))
                                         : stats_table(*stats, task.folder));
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
    {"stats", print_stats},
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
