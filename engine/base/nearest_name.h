// A mistyped name in an error message deserves the name that was meant.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace pixmill {

/// The name within three insertions, deletions or substitutions (Levenshtein) of `wrong` that is
/// nearest, the first of equals; empty if none is: farther apart a hint would mislead.
std::string_view nearest_name(std::string_view wrong, std::span<const std::string_view> names);

/// `; did you mean "NAME"?`, or nothing when no name is near.
std::string nearest_hint(std::string_view wrong, std::span<const std::string_view> names);

}  // namespace pixmill
