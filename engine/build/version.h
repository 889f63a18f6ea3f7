// The program's version, as CMakeLists.txt has it.
#pragma once

#include <string_view>

namespace pixmill {

inline constexpr std::string_view k_pixmill_version = PIXMILL_VERSION;

}  // namespace pixmill
