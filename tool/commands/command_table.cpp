#include "tool/commands/command_table.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "engine/base/nearest_name.h"

namespace pixmill::tool {

namespace {

constexpr std::array k_commands{
    &k_build_command,
    &k_one_command,
    &k_optimize_command,
    &k_check_command,
    &k_compare_command,
    &k_explain_command,
    &k_cache_command,
    &k_config_command,
    &k_formats_command,
};

/// Announced, and not there yet.
constexpr std::array<std::string_view, 2> k_planned{"watch", "report"};

}  // namespace

std::span<const Command* const> commands() {
  return k_commands;
}

Result<const Command*> find_command(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Command* command : k_commands) {
    if (command->name == name) return command;
    names.push_back(command->name);
  }
  std::string message;
  if (std::find(k_planned.begin(), k_planned.end(), name) != k_planned.end()) {
    message = "pixmill has not got the command \"" + std::string(name) + "\" yet";
  } else {
    message = "there is no command \"" + std::string(name) + "\"";
    const std::string hint = nearest_hint(name, names);
    message += hint.empty() ? "; `pixmill --help` lists them" : hint;
  }
  return unexpected(ErrorCode::usage, std::move(message));
}

}  // namespace pixmill::tool
