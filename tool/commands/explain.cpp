#include "engine/build/explain.h"

#include "engine/settings/setting.h"
#include "tool/commands/command_table.h"
#include "tool/report/explanation_text.h"
#include "tool/wiring.h"

namespace pixmill::tool {

namespace {

Result<ExitCode> run(const CommandContext& context) {
  if (context.options.arguments.size() != 1) {
    return wrong_usage(k_explain_command, "it takes one image");
  }
  Options options = context.options;
  options.run.dry_run = true;  // it looks and writes nothing
  const std::string& path = options.arguments[0];
  auto wiring = make_wiring({options, context.environment, context.console});
  if (!wiring) return unexpected(std::move(wiring).error());
  const auto explanation = explain(path, wiring->layers, wiring->run.limits, wiring->around());
  if (!explanation) {
    return unexpected(explanation.error().code, path + ": " + explanation.error().message);
  }
  context.console.print(explanation_text(*explanation));
  return ExitCode::success;
}

}  // namespace

const Command k_explain_command{
    "explain",
    "PATH",
    "why an image would be done anew, or not: its settings, its key, and what changed",
    k_config_options | k_settings_options | k_cache_options,
    {},
    run};

}  // namespace pixmill::tool
