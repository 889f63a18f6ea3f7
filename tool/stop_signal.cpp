#include "tool/stop_signal.h"

#include <unistd.h>

#include <array>
#include <csignal>

#include "tool/exit_code.h"
#include "tool/jobserver.h"

namespace pixmill::tool {

namespace {

static_assert(std::atomic<bool>::is_always_lock_free, "else a signal handler could not set it");

/// A handler has no argument through which to reach anything that is not global.
std::atomic<bool> stop_wanted{false};
std::atomic<Jobserver*> token_owner{nullptr};

void give_tokens_back() {
  if (Jobserver* owner = token_owner.load()) owner->release_all();
}

void ask_to_stop(int signal_number) {
  if (stop_wanted.exchange(true) && signal_number == SIGINT) {
    give_tokens_back();
    _exit(static_cast<int>(ExitCode::interrupted));
  }
}

/// The handler is reset by then, so the signal does what it does to everybody.
void give_tokens_back_and_die(int signal_number) {
  give_tokens_back();
  raise(signal_number);
}

/// The signals that end a process that does not handle them, but for those handled above and those
/// that only a program's own timers send.
constexpr std::array k_deadly{SIGHUP,
                              SIGQUIT,
                              SIGPIPE,
                              SIGABRT,
                              SIGSEGV,
                              SIGBUS,
                              SIGFPE,
                              SIGILL,
                              SIGUSR1,
                              SIGUSR2,
                              SIGXCPU,
                              SIGXFSZ};

void handle_unless_ignored(int signal_number) {
  struct sigaction action {};
  if (sigaction(signal_number, nullptr, &action) != 0 || action.sa_handler == SIG_IGN) return;
  action = {};
  action.sa_handler = give_tokens_back_and_die;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  sigaction(signal_number, &action, nullptr);
}

}  // namespace

TokenRescue::TokenRescue(Jobserver& jobserver) {
  token_owner = &jobserver;
  for (const int signal_number : k_deadly) handle_unless_ignored(signal_number);
}

/// The handlers stay: without an owner they only let the signal do what it does.
TokenRescue::~TokenRescue() {
  token_owner = nullptr;
}

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
