#include "tool/worker_count.h"

#include <algorithm>

#include "engine/base/parallel.h"

namespace pixmill::tool {

WorkerCount count_workers(std::optional<unsigned> command_line, std::string_view makeflags) {
  WorkerCount count;
  if (command_line) {
    count.jobs = *command_line;
    return count;
  }
  const MakeFlags flags = parse_makeflags(makeflags);
  if (flags.jobserver) {
    count.jobserver = Jobserver::connect(*flags.jobserver);
    if (!count.jobserver) return count;
    count.rescue = std::make_unique<TokenRescue>(*count.jobserver);
  }
  count.jobs = std::clamp(flags.jobs.value_or(available_processors()), 1U, k_most_jobs);
  return count;
}

}  // namespace pixmill::tool
