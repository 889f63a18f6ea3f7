#include "tool/commands/command_table.h"
#include "tool/wiring.h"

namespace pixmill::tool {

namespace {

constexpr OptionRow k_options[] = {
    {"depfile",
     0,
     "FILE",
     "write what OUT depends on, for make and ninja",
     [](Options& o, std::string_view v) -> Status {
       o.depfile = v;
       return {};
     }},
    {"depfile-target",
     0,
     "T",
     "the target that the depfile names (default: OUT as given)",
     [](Options& o, std::string_view v) -> Status {
       o.depfile_target = v;
       return {};
     }},
};

Result<ExitCode> run(const CommandContext& context) {
  if (context.options.arguments.size() != 2) {
    return wrong_usage(k_one_command, "it takes one input and one output");
  }
  // A build rule that succeeds says nothing, unless it is asked.
  Options options = context.options;
  options.report.show = Show::nothing;
  auto wiring = make_wiring({options, context.environment, context.console});
  if (!wiring) return unexpected(std::move(wiring).error());

  OneRequest request{.input = options.arguments[0],
                     .output = options.arguments[1],
                     .depfile = options.depfile,
                     .depfile_target = options.depfile_target,
                     .extra_dependencies = {},
                     .cache_folder = wiring->cache_folder};
  if (!wiring->config.path.empty()) request.extra_dependencies.push_back(wiring->config.path);
  return finish(*wiring, build_one(request, wiring->layers, wiring->run, wiring->around()));
}

}  // namespace

const Command k_one_command{"one",
                            "IN OUT",
                            "one image, for a build rule; OUT's extension chooses the format",
                            k_config_options | k_settings_options | k_cache_options |
                                k_run_options | k_json_options | k_report_options,
                            k_options,
                            run};

}  // namespace pixmill::tool
