// Giving memory back to the system at a time when a processor has nothing else to do.
#pragma once

namespace pixmill {

/// What was freed stays with the process otherwise, and the system has to take it back when the
/// process ends: tens of megabytes take milliseconds, which somebody waits for.
void give_freed_memory_back();

}  // namespace pixmill
