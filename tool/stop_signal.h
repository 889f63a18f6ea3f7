// SIGINT and SIGTERM ask the run to stop: what is being worked on is finished and kept. A second
// SIGINT ends the process at once, which costs nothing but the pictures in work: outputs and cache
// are whole after a kill at any time.
#pragma once

#include <atomic>

namespace pixmill::tool {

/// Installs the handlers; the flag is set when a signal came.
const std::atomic<bool>* stop_on_signals();

}  // namespace pixmill::tool
