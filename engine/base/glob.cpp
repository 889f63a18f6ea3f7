#include "engine/base/glob.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace pixmill {

namespace {

/// For every offset into the path, whether the pattern so far can have matched everything before
/// it. Carrying all of them at once keeps the time to pattern times path, where trying one after
/// the other is exponential in the stars.
using Reached = std::vector<bool>;

/// Drops `[...]` from the front of the pattern and says which bytes it holds; nothing, and the
/// pattern as it was, if there is no closing bracket.
std::optional<std::vector<bool>> take_set(std::string_view& pattern) {
  std::size_t i = 1;
  const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  if (negated) ++i;
  std::vector<bool> set(256, negated);
  for (bool first = true; i < pattern.size() && (first || pattern[i] != ']'); first = false) {
    const auto low = static_cast<unsigned char>(pattern[i]);
    auto high = low;
    if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
      high = static_cast<unsigned char>(pattern[i + 2]);
      i += 2;
    }
    for (unsigned c = low; c <= high; ++c) set[c] = !negated;
    ++i;
  }
  if (i >= pattern.size()) return std::nullopt;
  pattern.remove_prefix(i + 1);
  set['/'] = false;
  return set;
}

/// The parts of `{a,b}` at the front of the pattern; none if there is no closing brace.
std::vector<std::string_view> take_alternatives(std::string_view& pattern) {
  std::vector<std::string_view> parts;
  int depth = 0;
  std::size_t start = 1;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      ++i;
      continue;
    }
    if (pattern[i] == '{') ++depth;
    if (pattern[i] == '}') --depth;
    if (depth > 1 || (depth == 1 && pattern[i] != ',')) continue;
    parts.push_back(pattern.substr(start, i - start));
    start = i + 1;
    if (depth > 0) continue;
    pattern.remove_prefix(i + 1);
    return parts;
  }
  return {};
}

/// Drops the stars from the front of the pattern.
Reached past_stars(std::string_view& pattern, std::string_view path, const Reached& from) {
  const bool crosses = pattern.starts_with("**");
  pattern.remove_prefix(crosses ? 2 : 1);
  const bool whole_folders = crosses && pattern.starts_with('/');
  if (whole_folders) pattern.remove_prefix(1);
  Reached to = from;
  bool is_running = false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    is_running = is_running || from[i];
    if (!crosses && path[i] == '/') is_running = false;
    if (is_running && (!whole_folders || path[i] == '/')) to[i + 1] = true;
  }
  return to;
}

template <class Accepts>
Reached past_one(std::string_view path, const Reached& from, Accepts accepts) {
  Reached to(from.size(), false);
  for (std::size_t i = 0; i < path.size(); ++i) to[i + 1] = from[i] && accepts(path[i]);
  return to;
}

Reached past_pattern(std::string_view pattern, std::string_view path, Reached reached);

/// Past whichever of the alternatives fits.
Reached past_any(const std::vector<std::string_view>& alternatives,
                 std::string_view path,
                 const Reached& from) {
  Reached to(from.size(), false);
  for (const std::string_view alternative : alternatives) {
    const Reached one = past_pattern(alternative, path, from);
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = to[i] || one[i];
  }
  return to;
}

/// Drops one element of the pattern, whichever it is.
Reached past_element(std::string_view& pattern, std::string_view path, const Reached& from) {
  if (pattern[0] == '*') return past_stars(pattern, path, from);
  if (pattern[0] == '{') {
    const auto alternatives = take_alternatives(pattern);
    if (!alternatives.empty()) return past_any(alternatives, path, from);
  }
  if (pattern[0] == '[') {
    if (const auto set = take_set(pattern)) {
      return past_one(path, from, [&](char c) { return (*set)[static_cast<unsigned char>(c)]; });
    }
  }
  const bool any = pattern[0] == '?';
  if (pattern[0] == '\\' && pattern.size() > 1) pattern.remove_prefix(1);
  const char wanted = pattern[0];
  pattern.remove_prefix(1);
  return past_one(path, from, [&](char c) { return any ? c != '/' : c == wanted; });
}

Reached past_pattern(std::string_view pattern, std::string_view path, Reached reached) {
  while (!pattern.empty() && std::find(reached.begin(), reached.end(), true) != reached.end()) {
    reached = past_element(pattern, path, reached);
  }
  if (!pattern.empty()) reached.assign(reached.size(), false);
  return reached;
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view path) {
  if (pattern.find('/') == std::string_view::npos) {
    const std::size_t slash = path.rfind('/');
    if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  }
  Reached start(path.size() + 1, false);
  start[0] = true;
  return past_pattern(pattern, path, std::move(start)).back();
}

}  // namespace pixmill
