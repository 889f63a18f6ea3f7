// SIGINT and SIGTERM ask the run to stop: what is being worked on is finished and kept. A second
// SIGINT ends the process at once, which costs nothing but the pictures in work: outputs and cache
// are whole after a kill at any time.
#pragma once

#include <atomic>

namespace pixmill::tool {

class Jobserver;

/// Installs the handlers; the flag is set when a signal came.
const std::atomic<bool>* stop_on_signals();

/// While it lives, a signal that ends the process at once has the tokens given back first. (SIGKILL
/// cannot.) One at a time.
class TokenRescue {
 public:
  explicit TokenRescue(Jobserver& jobserver);
  ~TokenRescue();
  TokenRescue(const TokenRescue&) = delete;
  TokenRescue& operator=(const TokenRescue&) = delete;
};

}  // namespace pixmill::tool
