// The program, but for its main(): arguments in, words out, an exit code.
#pragma once

#include <string>
#include <vector>

#include "tool/environment.h"
#include "tool/exit_code.h"
#include "tool/report/console.h"

namespace pixmill::tool {

/// `arguments`: without the program's name. Throws nothing.
ExitCode run_program(const std::vector<std::string>& arguments,
                     const Environment& environment,
                     Console& console);

}  // namespace pixmill::tool
