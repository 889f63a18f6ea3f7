// The help texts, made from the same tables that the parser reads.
#pragma once

#include <string>

#include "tool/command.h"

namespace pixmill::tool {

/// `pixmill --help`: every command, a line each.
std::string program_help();

/// `pixmill COMMAND --help`.
std::string command_help(const Command& command);

}  // namespace pixmill::tool
