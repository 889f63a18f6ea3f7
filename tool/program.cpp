#include "tool/program.h"

#include <exception>
#include <new>

#include "tool/commands/command_table.h"
#include "tool/options/help.h"
#include "tool/options/parse_options.h"
#include "tool/versions.h"

namespace pixmill::tool {

namespace {

/// A command whose name is an option: `pixmill --version`.
Instead instead_of_command(const std::string& argument) {
  if (argument == "--help" || argument == "-h") return Instead::help;
  if (argument == "--version" || argument == "-v") return Instead::version;
  if (argument == "--supported" || argument == "-s") return Instead::formats;
  return Instead::nothing;
}

Result<ExitCode> run_command(const Command& command,
                             std::vector<std::string> arguments,
                             const Environment& environment,
                             Console& console) {
  const auto options = parse_options(command, std::move(arguments));
  if (!options) return unexpected(options.error());
  switch (options->instead) {
    case Instead::nothing:
      return command.run({*options, environment, console});
    case Instead::help:
      console.print(command_help(command));
      break;
    case Instead::version:
      console.print(version_text());
      break;
    case Instead::formats:
      return k_formats_command.run({Options{}, environment, console});
  }
  return ExitCode::success;
}

Result<ExitCode> dispatch(const std::vector<std::string>& arguments,
                          const Environment& environment,
                          Console& console) {
  if (arguments.empty()) {
    console.note(program_help());
    return ExitCode::usage;
  }
  const std::string& first = arguments.front();
  switch (instead_of_command(first)) {
    case Instead::help:
      console.print(program_help());
      return ExitCode::success;
    case Instead::version:
      console.print(version_text());
      return ExitCode::success;
    case Instead::formats:
      return k_formats_command.run({Options{}, environment, console});
    case Instead::nothing:
      break;
  }
  if (first.starts_with('-')) {
    return unexpected(ErrorCode::usage,
                      "a command comes first, options after it: pixmill COMMAND " + first);
  }
  const auto command = find_command(first);
  if (!command) return unexpected(command.error());
  return run_command(**command, {arguments.begin() + 1, arguments.end()}, environment, console);
}

ExitCode guarded_dispatch(const std::vector<std::string>& arguments,
                          const Environment& environment,
                          Console& console) {
  try {
    const auto exit_code = dispatch(arguments, environment, console);
    if (exit_code) return *exit_code;
    console.complain(exit_code.error().message);
    return exit_code.error().code == ErrorCode::usage ? ExitCode::usage : ExitCode::failed;
  } catch (const std::bad_alloc&) {
    console.complain("there is not enough memory; --jobs and --max-memory lower what is needed");
  } catch (const std::exception& error) {
    console.complain(std::string("internal error: ") + error.what());
  }
  return ExitCode::failed;
}

}  // namespace

ExitCode run_program(const std::vector<std::string>& arguments,
                     const Environment& environment,
                     Console& console) {
  const ExitCode exit_code = guarded_dispatch(arguments, environment, console);
  if (!console.finish() && exit_code == ExitCode::success) return ExitCode::failed;
  return exit_code;
}

}  // namespace pixmill::tool
