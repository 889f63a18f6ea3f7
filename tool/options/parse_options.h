// argv to Options, for one command. Boost.Program_options splits the line; the rows say what there
// is and what each option does.
#pragma once

#include <string>
#include <vector>

#include "engine/base/result.h"
#include "tool/command.h"
#include "tool/options/options.h"

namespace pixmill::tool {

/// `arguments`: what follows the command's name. Options may stand before, between and after the
/// other arguments; "--" ends them; names are never guessed from their beginnings.
Result<Options> parse_options(const Command& command, std::vector<std::string> arguments);

/// Every option that the command takes, its own first.
std::vector<OptionRow> options_of(const Command& command);

}  // namespace pixmill::tool
