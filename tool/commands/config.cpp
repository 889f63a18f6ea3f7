#include "engine/settings/setting.h"
#include "tool/commands/command_table.h"
#include "tool/config/layers.h"
#include "tool/config/load_config.h"
#include "tool/config/starter.h"
#include "tool/text/settings_table.h"

namespace pixmill::tool {

namespace {

Result<ExitCode> init(const CommandContext& context) {
  const std::string path =
      context.options.config.empty() ? std::string(k_config_name) : context.options.config;
  const auto files = make_posix_file_system();
  const auto stat = files->stat(path, Links::keep);
  if (stat && stat->kind != FileKind::missing) {
    return unexpected(ErrorCode::usage, path + " is there already and stays as it is");
  }
  const std::string text = starter_config();
  if (auto written = files->write_new(path, as_bytes(text)); !written) {
    return unexpected(written.error().code, path + ": " + written.error().message);
  }
  context.console.print("Wrote " + path + ": uncomment what you want to change.\n");
  return ExitCode::success;
}

/// For one path, or for all that no [[override]] matches.
Result<ExitCode> show(const CommandContext& context, const std::string& path) {
  const auto files = make_posix_file_system();
  const auto config = load_config(context.options.config, *files);
  if (!config) return unexpected(config.error());
  auto layers = make_layers(context.options, *config);
  if (!layers) return unexpected(std::move(layers).error());

  const Profile& profile = layers->profile(layers->profile_of(path));
  std::string text = "configuration  " + (config->path.empty() ? "none" : config->path) + "\n" +
                     settings_table(profile, [](const Setting&) { return true; });
  if (path.empty() && !layers->uniform()) {
    text += "\nOverrides change these for some paths: `pixmill config show PATH` tells.\n";
  }
  context.console.print(text);
  return ExitCode::success;
}

Result<ExitCode> run(const CommandContext& context) {
  const auto& arguments = context.options.arguments;
  if (arguments.size() == 1 && arguments[0] == "init") return init(context);
  if (!arguments.empty() && arguments.size() <= 2 && arguments[0] == "show") {
    return show(context, arguments.size() == 2 ? arguments[1] : std::string());
  }
  return wrong_usage(k_config_command, "it takes init, or show and perhaps a path");
}

}  // namespace

const Command k_config_command{
    "config",
    "init | show [PATH]",
    "write a starter pixmill.toml; show the settings in force and where each comes from",
    k_config_options | k_settings_options,
    {},
    run};

}  // namespace pixmill::tool
