#include "tool/text/size.h"

#include <array>
#include <charconv>
#include <cmath>

#include "tool/text/human.h"

namespace pixmill::tool {

namespace {

struct Unit {
  std::string_view name;  ///< lower case
  double bytes;
};

constexpr double k_kibi = 1024.0;
constexpr Unit k_units[] = {
    {"", 1},
    {"b", 1},
    {"kb", 1e3},
    {"mb", 1e6},
    {"gb", 1e9},
    {"tb", 1e12},
    {"kib", k_kibi},
    {"mib", k_kibi* k_kibi},
    {"gib", k_kibi* k_kibi* k_kibi},
    {"tib", k_kibi* k_kibi* k_kibi* k_kibi},
};

/// Doubles are exact up to here, and no disk is larger.
constexpr double k_largest = 9007199254740992.0;  // 2^53

const Unit* find_unit(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  for (const Unit& unit : k_units) {
    if (unit.name == lower) return &unit;
  }
  return nullptr;
}

}  // namespace

Result<std::uint64_t> parse_size(std::string_view text) {
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  std::string_view rest = text.substr(static_cast<std::size_t>(end - text.data()));
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  const Unit* unit = find_unit(rest);
  // written so that "nan" is refused too
  const bool in_range = unit && number >= 0 && number * unit->bytes <= k_largest;
  if (error != std::errc{} || !in_range) {
    return unexpected(
        ErrorCode::usage,
        '"' + std::string(text) + R"(" is no size; write one as "512 MB", "2 GiB" or plain bytes)");
  }
  return static_cast<std::uint64_t>(std::llround(number * unit->bytes));
}

std::string human_size(std::uint64_t bytes) {
  if (bytes < 1000) return std::to_string(bytes) + " B";
  static constexpr std::array<const char*, 5> k_names{"kB", "MB", "GB", "TB", "PB"};
  double value = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  // 999.95 would be printed as 1000.0
  while (value >= 999.95 && unit + 1 < k_names.size()) {
    value /= 1000;
    ++unit;
  }
  return fixed(value, 1) + " " + k_names[unit];
}

std::string human_saving(std::uint64_t before, std::uint64_t after) {
  return after > before ? "-" + human_size(after - before) : human_size(before - after);
}

}  // namespace pixmill::tool
