#include "tool/commands/command_table.h"
#include "tool/file_list.h"
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
    {"files-from",
     0,
     "FILE",
     "build only what FILE lists: paths below SRC, one a line",
     [](Options& o, std::string_view v) -> Status {
       o.files_from = v;
       return {};
     }},
    {"stamp",
     0,
     "FILE",
     "write FILE anew when all images succeeded; a depfile names it as target",
     [](Options& o, std::string_view v) -> Status {
       o.stamp = v;
       return {};
     }},
};

RuleFiles rule_files(const CommandContext& context, const Wiring& wiring) {
  return {.depfile = context.options.depfile,
          .depfile_target = context.options.depfile_target,
          .extra_dependencies = config_dependencies(context, wiring),
          .stamp = context.options.stamp};
}

Result<ExitCode> run(const CommandContext& context) {
  const Options& options = context.options;
  if (options.arguments.empty()) return wrong_usage(k_build_command, "a source is missing");
  if (options.output.empty()) return wrong_usage(k_build_command, "-o OUT is missing");
  auto wiring = make_wiring(context);
  if (!wiring) return unexpected(std::move(wiring).error());
  BuildRequest request{.sources = options.arguments,
                       .output = options.output,
                       .manifest = options.manifest,
                       .excludes = wiring->excludes,
                       .cache_folder = wiring->cache_folder,
                       .rule = rule_files(context, *wiring)};
  if (!options.files_from.empty()) {
    auto chosen = read_file_list(options.files_from, *wiring->files);
    if (!chosen) return unexpected(std::move(chosen).error());
    request.chosen = std::move(*chosen);
    request.rule.extra_dependencies.push_back(options.files_from);
  }
  return finish(*wiring, build_tree(request, wiring->layers, wiring->run, wiring->around()));
}

}  // namespace

const Command k_build_command{
    "build",
    "SRC... -o OUT",
    "every image below SRC to OUT, under the same relative path; only what changed is done",
    k_config_options | k_settings_options | k_cache_options | k_selection_options | k_rule_options |
        k_run_options | k_json_options | k_report_options,
    k_options,
    run};

}  // namespace pixmill::tool
