#include "tool/stop_signal.h"

#include <signal.h>
#include <unistd.h>

#include "tool/exit_code.h"

namespace pixmill::tool {

namespace {

static_assert(std::atomic<bool>::is_always_lock_free, "else a signal handler could not set it");

/// A handler has no argument through which to reach anything that is not global.
std::atomic<bool> stop_wanted{false};

void ask_to_stop(int signal_number) {
  if (stop_wanted.exchange(true) && signal_number == SIGINT) {
    _exit(static_cast<int>(ExitCode::interrupted));
  }
}

}  // namespace

const std::atomic<bool>* stop_on_signals() {
  struct sigaction action {};
  action.sa_handler = ask_to_stop;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  return &stop_wanted;
}

}  // namespace pixmill::tool
