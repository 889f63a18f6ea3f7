// A command: its name, its help, the options that it takes and what it does. A command is a file
// under commands/ and its row in commands/command_table.cpp.
#pragma once

#include <span>
#include <string_view>

#include "engine/base/result.h"
#include "tool/environment.h"
#include "tool/exit_code.h"
#include "tool/options/option_row.h"
#include "tool/options/options.h"
#include "tool/report/console.h"

namespace pixmill::tool {

/// What a command works with; all outlive it.
struct CommandContext {
  const Options& options;
  const Environment& environment;
  Console& console;
};

struct Command {
  std::string_view name;
  std::string_view synopsis;  ///< what follows the name: "SRC... -o OUT"
  std::string_view help;      ///< one line
  OptionGroups shared;
  std::span<const OptionRow> own;
  /// An error's message is printed; the usage code exits with 2, every other with 1.
  Result<ExitCode> (*run)(const CommandContext& context);
};

/// "NAME: WHAT; it is used as: pixmill NAME SYNOPSIS", for a command whose arguments are not what
/// it takes.
Unexpected wrong_usage(const Command& command, std::string_view what);

}  // namespace pixmill::tool
