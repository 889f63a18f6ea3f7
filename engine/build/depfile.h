// Dependency files, as make, Ninja and CMake's DEPFILE read them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pixmill {

/// "target: dependency dependency" with an empty rule for each dependency, so that make goes on
/// when one is removed. Spaces, '#', '$', ':' and backslashes are escaped as gcc does. A name with
/// a line break cannot be written and is left out.
std::string depfile_text(std::string_view target, const std::vector<std::string>& dependencies);

}  // namespace pixmill
