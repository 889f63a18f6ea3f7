// A part of a test in a process of its own: what it does to descriptors, locks and rights is its
// own.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <exception>
#include <functional>

namespace pixmill::test {

/// Starts `work` in a child. The child ends with 0 if it returned true, else with 1.
inline pid_t start_child(const std::function<bool()>& work) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  bool good = false;
  try {
    good = work();
  } catch (const std::exception&) {
    good = false;
  }
  ::_exit(good ? 0 : 1);
}

/// Whether the child ended well; false if a signal ended it.
inline bool wait_for_child(pid_t child) {
  int status = 0;
  return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace pixmill::test
