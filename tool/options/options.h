// What the command line says, once it is understood: plain values, no text left to parse but paths
// and settings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/build/build.h"
#include "engine/settings/settings_layers.h"

namespace pixmill::tool {

enum class CacheUse : std::uint8_t { read_write, read_only, none };
enum class ProgressMode : std::uint8_t { automatic, plain, none };
enum class ColorMode : std::uint8_t { automatic, always, never };

/// Which of progress and summary a person wants to see.
enum class Show : std::uint8_t { all, nothing, only_summary, only_progress };

struct ReportOptions {
  ProgressMode progress = ProgressMode::automatic;
  ColorMode color = ColorMode::automatic;
  Show show = Show::all;
  bool json = false;
  bool stats = false;
};

/// What `cache gc` keeps; see cache/eviction.h.
struct CollectOptions {
  std::optional<std::uint64_t> max_size_bytes;
  std::optional<int> unused_for_days;
  bool keep_last_build = false;
};

/// Options that ask for something else than the command.
enum class Instead : std::uint8_t { nothing, help, version, formats };

struct Options {
  std::vector<std::string> arguments;  ///< what is no option, in order
  Instead instead = Instead::nothing;

  std::string config;                   ///< empty: looked for
  std::vector<Assignment> assignments;  ///< settings, in order; later ones win

  std::string cache_folder;  ///< empty: chosen by environment and configuration
  CacheUse cache_use = CacheUse::read_write;

  std::optional<unsigned> jobs;  ///< not given: as many as there are processors
  RunOptions run;                ///< all but `jobs` and `stop`, which the wiring fills in

  std::vector<std::string> excludes;
  bool recurse = true;

  std::string output;
  std::string manifest;
  std::string depfile;
  std::string depfile_target;
  std::string stamp;
  std::string files_from;
  std::string base;
  bool touch = false;
  std::vector<std::string> metrics;
  std::string heat_map;

  CollectOptions collect;
  ReportOptions report;
};

}  // namespace pixmill::tool
