// Numbers as a person reads them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pixmill::tool {

/// Decimal digits, whatever the locale: fixed(0.5, 2) is "0.50".
std::string fixed(double value, int decimals);

/// "1,969".
std::string human_count(std::uint64_t count);

/// "1 image", "1,969 images".
std::string counted(std::uint64_t count, std::string_view one, std::string_view many);

/// "0.02 s", "12.3 s", "4 min 5 s", "2 h 10 min".
std::string human_duration(double seconds);

/// The share of `before` that is saved: "61.7 %", "-3.0 %"; "0.0 %" of nothing.
std::string human_percent_saved(std::uint64_t before, std::uint64_t after);

/// Control characters as \xNN, so that a file's name can garble neither a terminal nor a log.
std::string printable(std::string_view text);

}  // namespace pixmill::tool
