#include "tool/commands/command_table.h"
#include "tool/wiring.h"

namespace pixmill::tool {

namespace {

constexpr OptionRow k_options[] = {
    {"output",
     'o',
     "OUT",
     "the folder for the results; made if missing",
     [](Options& o, std::string_view v) -> Status {
       o.output = v;
       return {};
     }},
    {"manifest",
     0,
     "FILE",
     "where the manifest goes (default: OUT/pixmill-manifest.json)",
     [](Options& o, std::string_view v) -> Status {
       o.manifest = v;
       return {};
     }},
};

Result<ExitCode> run(const CommandContext& context) {
  const Options& options = context.options;
  if (options.arguments.empty()) return wrong_usage(k_build_command, "a source is missing");
  if (options.output.empty()) return wrong_usage(k_build_command, "-o OUT is missing");
  auto wiring = make_wiring(context);
  if (!wiring) return unexpected(std::move(wiring).error());
  const BuildRequest request{.sources = options.arguments,
                             .output = options.output,
                             .manifest = options.manifest,
                             .excludes = wiring->excludes,
                             .cache_folder = wiring->cache_folder};
  return finish(*wiring, build_tree(request, wiring->layers, wiring->run, wiring->around()));
}

}  // namespace

const Command k_build_command{
    "build",
    "SRC... -o OUT",
    "every image below SRC to OUT, under the same relative path; only what changed is done",
    k_config_options | k_settings_options | k_cache_options | k_selection_options | k_run_options |
        k_json_options | k_report_options,
    k_options,
    run};

}  // namespace pixmill::tool
