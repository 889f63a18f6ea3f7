// The option letters of optimize-images, so that its users can move over. It has options of one
// dash and several letters (-fm), which no option parser of today reads: they are turned into their
// long names first.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pixmill::tool {

/// Replaces "-fm" by "--fast-mode" and so on, up to a "--".
std::vector<std::string> with_long_names(std::vector<std::string> arguments);

/// True for the long name of an option that pixmill is to have and has not yet. Such an option is
/// refused with a sentence of its own and never ignored.
bool is_planned_option(std::string_view name);

/// "-fm" for "fast-mode"; empty where optimize-images has no such option.
std::string_view familiar_letters(std::string_view name);

}  // namespace pixmill::tool
