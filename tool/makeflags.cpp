#include "tool/makeflags.h"

#include <charconv>

namespace pixmill::tool {

namespace {

constexpr std::string_view k_jobs = "-j";
constexpr std::string_view k_jobserver = "--jobserver-auth=";
constexpr std::string_view k_fifo = "fifo:";
/// What follows it are variables, which may hold anything.
constexpr std::string_view k_end_of_options = "--";

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

JobserverAddress parse_address(std::string_view text) {
  if (text.starts_with(k_fifo)) return {std::string(text.substr(k_fifo.size())), -1, -1};
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos) return {};
  const auto read_end = parse_number<int>(text.substr(0, comma));
  const auto write_end = parse_number<int>(text.substr(comma + 1));
  if (!read_end || !write_end) return {};
  return {{}, *read_end, *write_end};
}

}  // namespace

MakeFlags parse_makeflags(std::string_view text) {
  MakeFlags flags;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (word == k_end_of_options) break;
    if (word.starts_with(k_jobserver)) {
      flags.jobserver = parse_address(word.substr(k_jobserver.size()));
    } else if (word.starts_with(k_jobs)) {
      flags.jobs = parse_number<unsigned>(word.substr(k_jobs.size()));
    }
  }
  return flags;
}

}  // namespace pixmill::tool
