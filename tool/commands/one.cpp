#include "tool/commands/command_table.h"
#include "tool/wiring.h"

namespace pixmill::tool {

namespace {

constexpr OptionRow k_options[] = {
    {"base",
     0,
     "DIR",
     "what the configuration's globs are relative to, as SRC is for build",
     [](Options& o, std::string_view v) -> Status {
       o.base = v;
       return {};
     }},
    {"touch",
     0,
     "",
     "write OUT also where it holds the right bytes: make wants a new date",
     [](Options& o, std::string_view) -> Status {
       o.touch = true;
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

  const OneRequest request{.input = options.arguments[0],
                           .output = options.arguments[1],
                           .depfile = options.depfile,
                           .depfile_target = options.depfile_target,
                           .extra_dependencies = config_dependencies(context, *wiring),
                           .cache_folder = wiring->cache_folder,
                           .base = options.base,
                           .touch = options.touch};
  return finish(*wiring, build_one(request, wiring->layers, wiring->run, wiring->around()));
}

}  // namespace

const Command k_one_command{"one",
                            "IN OUT",
                            "one image, for a build rule; OUT's extension chooses the format",
                            k_config_options | k_settings_options | k_cache_options |
                                k_rule_options | k_run_options | k_json_options | k_report_options,
                            k_options,
                            run};

}  // namespace pixmill::tool
