#include "tool/options/shared_options.h"

#include <array>
#include <charconv>

#include "tool/jobserver.h"
#include "tool/text/size.h"

namespace pixmill::tool {

namespace {

using Text = std::string_view;

Unexpected takes(std::string_view what, std::string_view given) {
  std::string message = "it takes ";
  message.append(what).append(", not \"").append(given).append("\"");
  return unexpected(ErrorCode::usage, std::move(message));
}

template <class Enum, std::size_t N>
Status choose(Enum& field, Text value, const std::array<Text, N>& names, Text right) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] != value) continue;
    field = static_cast<Enum>(i);
    return {};
  }
  return takes(right, value);
}

void assign(Options& options, Text setting, Text value, Text origin) {
  options.assignments.push_back({std::string(setting), std::string(value), std::string(origin)});
}

Status set_any(Options& options, Text value) {
  const std::size_t equals = value.find('=');
  if (equals == Text::npos || equals == 0) return takes("KEY=VALUE", value);
  assign(options, value.substr(0, equals), value.substr(equals + 1), "--set");
  return {};
}

Status set_jobs(Options& options, Text value) {
  unsigned jobs = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), jobs);
  const bool whole = error == std::errc{} && end == value.data() + value.size();
  if (!whole || jobs < 1 || jobs > k_most_jobs) return takes("a number from 1 to 1024", value);
  options.jobs = jobs;
  return {};
}

Status set_max_memory(Options& options, Text value) {
  auto size = parse_size(value);
  if (!size) return unexpected(std::move(size).error());
  if (*size == 0) return takes("a size above zero", value);
  options.run.max_memory_bytes = *size;
  return {};
}

constexpr std::array<Text, 3> k_progress_modes{"auto", "plain", "none"};
constexpr std::array<Text, 3> k_color_modes{"auto", "always", "never"};

// clang-format off
constexpr OptionRow k_every[] = {
    {"help", 'h', "", "print this help",
     [](Options& o, Text) -> Status { o.instead = Instead::help; return {}; }},
    {"version", 'v', "", "print the versions of pixmill and of its libraries",
     [](Options& o, Text) -> Status { o.instead = Instead::version; return {}; }},
    {"supported", 's', "", "list the image formats",
     [](Options& o, Text) -> Status { o.instead = Instead::formats; return {}; }},
};

constexpr OptionRow k_config[] = {
    {"config", 0, "FILE", "configuration (default: pixmill.toml here or in a folder above)",
     [](Options& o, Text v) -> Status { o.config = v; return {}; }},
};

constexpr OptionRow k_settings[] = {
    {"preset", 0, "NAME", "fast, balanced, best, lossless or classic",
     [](Options& o, Text v) -> Status { assign(o, "preset", v, "--preset"); return {}; }},
    {"set", 0, "KEY=VALUE", "any setting, as in the configuration file", set_any},
    {"quality", 'q', "N", "JPEGs at quality N, without a search",
     [](Options& o, Text v) -> Status {
       assign(o, "jpeg.mode", "fixed", "-q");
       assign(o, "jpeg.quality", v, "-q");
       return {};
     }},
    {"fast-mode", 0, "", "-fm: the same as --preset fast",
     [](Options& o, Text) -> Status { assign(o, "preset", "fast", "-fm"); return {}; }},
    {"keep-exif", 0, "", "-ke: the same as --metadata all",
     [](Options& o, Text) -> Status { assign(o, "metadata", "all", "-ke"); return {}; }},
    {"no-progressive", 0, "", "baseline JPEGs only",
     [](Options& o, Text) -> Status {
       assign(o, "jpeg.progressive", "off", "--no-progressive");
       return {};
     }},
};

constexpr OptionRow k_cache[] = {
    {"cache-dir", 0, "DIR", "the cache (default: PIXMILL_CACHE_DIR, the configuration, ~/.cache/pixmill)",
     [](Options& o, Text v) -> Status { o.cache_folder = v; return {}; }},
    {"no-cache", 0, "", "neither look results up nor remember them",
     [](Options& o, Text) -> Status { o.cache_use = CacheUse::none; return {}; }},
    {"read-only-cache", 0, "", "look results up, remember none",
     [](Options& o, Text) -> Status { o.cache_use = CacheUse::read_only; return {}; }},
};

constexpr OptionRow k_run[] = {
    {"jobs", 'j', "N", "work on N images at once (default: as make allows, else one per processor)", set_jobs},
    {"max-memory", 0, "SIZE", "memory for images in work, such as \"512 MB\"", set_max_memory},
    {"dry-run", 0, "", "say what would be done, write nothing",
     [](Options& o, Text) -> Status { o.run.dry_run = true; return {}; }},
    {"keep-going", 0, "", "after a failure, do the others all the same (default)",
     [](Options& o, Text) -> Status { o.run.fail_fast = false; return {}; }},
    {"fail-fast", 0, "", "after a failure, start nothing more",
     [](Options& o, Text) -> Status { o.run.fail_fast = true; return {}; }},
};

constexpr OptionRow k_selection[] = {
    {"exclude", 0, "GLOB", "leave out what matches; may be given again",
     [](Options& o, Text v) -> Status { o.excludes.emplace_back(v); return {}; }},
};

constexpr OptionRow k_json[] = {
    {"json", 0, "", "one JSON object a line on stdout",
     [](Options& o, Text) -> Status { o.report.json = true; return {}; }},
};

constexpr OptionRow k_report[] = {
    {"progress", 0, "WHEN", "auto, plain or none",
     [](Options& o, Text v) -> Status {
       return choose(o.report.progress, v, k_progress_modes, "auto, plain or none");
     }},
    {"quiet", 0, "", "print failures and warnings only",
     [](Options& o, Text) -> Status { o.report.show = Show::nothing; return {}; }},
    {"only-summary", 0, "", "no progress",
     [](Options& o, Text) -> Status { o.report.show = Show::only_summary; return {}; }},
    {"only-progress", 0, "", "no summary",
     [](Options& o, Text) -> Status { o.report.show = Show::only_progress; return {}; }},
    {"color", 0, "WHEN", "auto, always or never; NO_COLOR is honoured",
     [](Options& o, Text v) -> Status {
       return choose(o.report.color, v, k_color_modes, "auto, always or never");
     }},
    {"stats", 0, "", "print what was read, hashed, found and written, on stderr",
     [](Options& o, Text) -> Status { o.report.stats = true; return {}; }},
};

constexpr OptionRow k_rule[] = {
    {"depfile", 0, "FILE", "write what the result depends on, for make and ninja",
     [](Options& o, Text v) -> Status { o.depfile = v; return {}; }},
    {"depfile-target", 0, "T", "the target that the depfile names (default: the result as given)",
     [](Options& o, Text v) -> Status { o.depfile_target = v; return {}; }},
};

constexpr SharedOptions k_shared[] = {
    {k_config_options, "Configuration", k_config},
    {k_settings_options, "Quality", k_settings},
    {k_cache_options, "Cache", k_cache},
    {k_selection_options, "Selection", k_selection},
    {k_rule_options, "Build rules", k_rule},
    {k_run_options, "Running", k_run},
    {k_json_options, "Output for programs", k_json},
    {k_report_options, "Reporting", k_report},
};
// clang-format on

}  // namespace

std::span<const SharedOptions> shared_options() {
  return k_shared;
}

std::span<const OptionRow> options_of_every_command() {
  return k_every;
}

}  // namespace pixmill::tool
