// Path patterns as .gitignore and editors know them.
#pragma once

#include <string_view>

namespace pixmill {

/// `?` is one character other than '/', `*` any run without '/', `**` any run with it ("**/" also
/// none), `[a-z]` and `[!a-z]` one of a set, `{a,b}` either. A pattern without '/' matches the last
/// part of the path; others match the whole path. Bytes are compared, case counts.
bool glob_matches(std::string_view pattern, std::string_view path);

}  // namespace pixmill
