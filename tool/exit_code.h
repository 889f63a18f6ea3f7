// What the program's exit tells a script.
#pragma once

namespace pixmill::tool {

enum class ExitCode : int {
  success = 0,
  failed = 1,         ///< at least one image failed; the others are done
  usage = 2,          ///< the command line or the configuration
  found = 3,          ///< `check` found something, and no image failed
  interrupted = 130,  ///< by a signal; what was finished so far is kept
};

}  // namespace pixmill::tool
