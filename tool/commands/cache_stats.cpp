#include "tool/commands/cache_stats.h"

#include <string>
#include <string_view>
#include <vector>

#include "tool/text/columns.h"
#include "tool/text/human.h"
#include "tool/text/json_line.h"
#include "tool/text/size.h"

namespace pixmill::tool {

namespace {

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

}  // namespace

Result<ExitCode> print_cache_stats(const CacheTask& task) {
  const auto stats = read_stats(task);
  if (!stats) return unexpected(stats.error());
  task.context.console.print(task.json() ? json_line(stats_json(*stats))
                                         : stats_table(*stats, task.folder));
  return ExitCode::success;
}

}  // namespace pixmill::tool
