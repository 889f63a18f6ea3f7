// Paths that come from files are not believed.
#pragma once

#include <string_view>

namespace pixmill {

/// True for a relative path without empty parts, ".", ".." and NUL: it cannot leave its folder but
/// through a link.
bool is_safe_relative_path(std::string_view path);

}  // namespace pixmill
