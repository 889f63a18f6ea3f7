#include "tool/commands/command_table.h"
#include "tool/wiring.h"

namespace pixmill::tool {

namespace {

constexpr OptionRow k_options[] = {
    {"no-recursion",
     0,
     "",
     "-nr: leave out the folders within PATH",
     [](Options& o, std::string_view) -> Status {
       o.recurse = false;
       return {};
     }},
};

Result<ExitCode> run(const CommandContext& context) {
  const Options& options = context.options;
  if (options.arguments.empty()) return wrong_usage(k_optimize_command, "a path is missing");
  auto wiring = make_wiring(context);
  if (!wiring) return unexpected(std::move(wiring).error());
  const InPlaceRequest request{.paths = options.arguments,
                               .excludes = wiring->excludes,
                               .cache_folder = wiring->cache_folder,
                               .recurse = options.recurse};
  return finish(*wiring, optimize_in_place(request, wiring->layers, wiring->run, wiring->around()));
}

}  // namespace

const Command k_optimize_command{
    "optimize",
    "PATH...",
    "in place: each file is replaced by a smaller one, whole or not at all",
    k_config_options | k_settings_options | k_cache_options | k_selection_options | k_run_options |
        k_json_options | k_report_options,
    k_options,
    run};

}  // namespace pixmill::tool
