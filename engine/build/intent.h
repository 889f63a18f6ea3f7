// Outputs that are about to be renamed into place, as the tree store remembers them until the build
// is over: path and content, so that the next build knows what a killed one left as its own.
//
// A group of them is one text, and so one row of the store: a restored tree has thousands.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/build/plan.h"

namespace pixmill {

/// Their paths hold no NUL.
std::string encode_intents(std::span<const StaleOutput> outputs);
/// Leaves out what is too short or begins with no hash. Paths are as they were written: not
/// checked.
std::vector<StaleOutput> decode_intents(std::string_view text);

}  // namespace pixmill
