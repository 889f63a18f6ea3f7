// Every command. A new one is a file in this folder, a declaration here and a row in
// command_table.cpp.
#pragma once

#include <span>
#include <string_view>

#include "tool/command.h"

namespace pixmill::tool {

extern const Command k_build_command;
extern const Command k_one_command;
extern const Command k_optimize_command;
extern const Command k_check_command;
extern const Command k_compare_command;
extern const Command k_explain_command;
extern const Command k_cache_command;
extern const Command k_config_command;
extern const Command k_formats_command;

/// In the order in which the help lists them.
std::span<const Command* const> commands();

/// Fails with the usage code, and with the name that was meant or the news that it is still to
/// come.
Result<const Command*> find_command(std::string_view name);

}  // namespace pixmill::tool
