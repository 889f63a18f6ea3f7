// How many workers the program may run, and whom they have to ask: the command line decides, else
// the make that runs this program, else the processors do.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "tool/jobserver.h"
#include "tool/stop_signal.h"

namespace pixmill::tool {

struct WorkerCount {
  unsigned jobs = 1;
  std::unique_ptr<Jobserver> jobserver;  ///< may be null: nobody has to be asked
  std::unique_ptr<TokenRescue> rescue;   ///< of the jobserver's tokens
};

/// A jobserver that is named in MAKEFLAGS but cannot be reached allows one worker, without a word:
/// make counts this process as one job, and a warning in each such rule would help nobody.
WorkerCount count_workers(std::optional<unsigned> command_line, std::string_view makeflags);

}  // namespace pixmill::tool
