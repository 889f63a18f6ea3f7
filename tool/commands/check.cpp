#include "engine/build/check.h"

#include "tool/commands/command_table.h"
#include "tool/report/check_reporter.h"
#include "tool/wiring.h"

namespace pixmill::tool {

namespace {

constexpr OptionRow k_options[] = {
    {"output",
     'o',
     "OUT",
     "check that OUT is what `pixmill build PATH... -o OUT` would leave",
     [](Options& o, std::string_view v) -> Status {
       o.output = v;
       return {};
     }},
    {"manifest",
     0,
     "FILE",
     "with -o: where the manifest is (default: OUT/pixmill-manifest.json)",
     [](Options& o, std::string_view v) -> Status {
       o.manifest = v;
       return {};
     }},
    {"no-recursion",
     0,
     "",
     "-nr: without -o: leave out the folders within PATH",
     [](Options& o, std::string_view) -> Status {
       o.recurse = false;
       return {};
     }},
};

Result<CheckResult> check_output(const Options& options,
                                 Wiring& wiring,
                                 const Surroundings& around) {
  const BuildRequest request{.sources = options.arguments,
                             .output = options.output,
                             .manifest = options.manifest,
                             .excludes = wiring.excludes,
                             .cache_folder = wiring.cache_folder};
  return check_tree(request, wiring.layers, wiring.run, around);
}

Result<CheckResult> check_files(const Options& options,
                                Wiring& wiring,
                                const Surroundings& around) {
  const InPlaceRequest request{.paths = options.arguments,
                               .excludes = wiring.excludes,
                               .cache_folder = wiring.cache_folder,
                               .recurse = options.recurse};
  return check_in_place(request, wiring.layers, wiring.run, around);
}

Status check_options(const Options& options) {
  if (options.arguments.empty()) return wrong_usage(k_check_command, "a path is missing");
  if (!options.output.empty() && !options.recurse) {
    return wrong_usage(k_check_command, "--no-recursion and -o do not go together");
  }
  if (options.output.empty() && !options.manifest.empty()) {
    return wrong_usage(k_check_command, "--manifest goes with -o OUT");
  }
  return {};
}

Result<ExitCode> run(const CommandContext& context) {
  const Options& options = context.options;
  if (auto right = check_options(options); !right) return unexpected(right.error());
  auto wiring = make_wiring(context);
  if (!wiring) return unexpected(std::move(wiring).error());
  CheckReporter reporter(context.console, options, context.environment);
  const Surroundings around{
      *wiring->files, *wiring->stores.results, *wiring->stores.trees, reporter};
  const bool has_output = !options.output.empty();
  const auto result =
      has_output ? check_output(options, *wiring, around) : check_files(options, *wiring, around);
  if (!result) return unexpected(result.error());
  return reporter.finish(
      *result, has_output ? CheckMode::against_output : CheckMode::in_place, wiring->config.budget);
}

}  // namespace

const Command k_check_command{
    "check",
    "PATH... [-o OUT]",
    "changes nothing: could images be smaller, is a budget exceeded, is OUT stale? then exits 3",
    k_config_options | k_settings_options | k_cache_options | k_selection_options | k_run_options |
        k_json_options | k_report_options,
    k_options,
    run};

}  // namespace pixmill::tool
