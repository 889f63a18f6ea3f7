#include "tool/text/human.h"

#include <array>
#include <charconv>
#include <cmath>

namespace pixmill::tool {

std::string fixed(double value, int decimals) {
  std::array<char, 384> buffer{};  // the longest double has 309 digits before the point
  auto* const end =
      std::to_chars(
          buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals)
          .ptr;
  return {buffer.data(), end};
}

std::string human_count(std::uint64_t count) {
  std::string text = std::to_string(count);
  for (std::size_t from_end = 3; from_end < text.size(); from_end += 4) {
    text.insert(text.size() - from_end, 1, ',');
  }
  return text;
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return human_count(count).append(" ").append(count == 1 ? one : many);
}

std::string human_duration(double seconds) {
  if (seconds < 1) return fixed(seconds, 2) + " s";
  if (seconds < 59.95) return fixed(seconds, 1) + " s";
  const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
  if (whole < 3600) {
    return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
  }
  return std::to_string(whole / 3600) + " h " + std::to_string(whole / 60 % 60) + " min";
}

std::string human_percent_saved(std::uint64_t before, std::uint64_t after) {
  if (before == 0) return "0.0 %";
  const double kept = static_cast<double>(after) / static_cast<double>(before);
  const double percent = std::round((1 - kept) * 1000) / 10;
  return fixed(percent + 0.0, 1) + " %";  // -0.0 becomes 0.0
}

std::string printable(std::string_view text) {
  constexpr std::string_view k_digits = "0123456789abcdef";
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      result.append("\\x").append(1, k_digits[byte >> 4]).append(1, k_digits[byte & 15]);
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace pixmill::tool
