// An output that is about to be renamed into place, as the tree store remembers it until the build
// is over: path and content, so that the next build knows what a killed one left as its own.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/build/plan.h"

namespace pixmill {

std::string encode_intent(const StaleOutput& output);
/// Nothing for a text that is too short or begins with no hash. The path is as it was written: not
/// checked.
std::optional<StaleOutput> decode_intent(std::string_view text);

}  // namespace pixmill
