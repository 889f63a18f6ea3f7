// An Outcome as the cache keeps it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/recipe/outcome.h"

namespace pixmill {

std::string encode_outcome(const Outcome& outcome);
/// Nothing for a record that is damaged or of another version.
std::optional<Outcome> decode_outcome(std::string_view record);

}  // namespace pixmill
