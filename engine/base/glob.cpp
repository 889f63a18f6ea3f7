#include "engine/base/glob.h"

#include <optional>
#include <string>

namespace pixmill {

namespace {

bool matches(std::string_view pattern, std::string_view path);

/// `[...]` at the front of the pattern against one character; nothing if there is no closing
/// bracket.
std::optional<bool> set_contains(std::string_view& pattern, char c) {
  std::size_t i = 1;
  const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  if (negated) ++i;
  bool found = false;
  for (bool first = true; i < pattern.size() && (first || pattern[i] != ']'); first = false) {
    const char low = pattern[i];
    char high = low;
    if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
      high = pattern[i + 2];
      i += 2;
    }
    found = found || (low <= c && c <= high);
    ++i;
  }
  if (i >= pattern.size()) return std::nullopt;
  pattern.remove_prefix(i + 1);
  return found != negated;
}

/// `{a,b}` at the front of the pattern: each alternative followed by the rest.
bool alternatives_match(std::string_view pattern, std::string_view path) {
  int depth = 0;
  std::size_t close = 0;
  while (close < pattern.size()) {
    if (pattern[close] == '{') ++depth;
    if (pattern[close] == '}' && --depth == 0) break;
    ++close;
  }
  if (close == pattern.size()) {  // no closing brace: an ordinary character
    return !path.empty() && path[0] == '{' && matches(pattern.substr(1), path.substr(1));
  }
  const std::string_view rest = pattern.substr(close + 1);
  std::size_t start = 1;
  for (std::size_t i = 1; i <= close; ++i) {
    if (pattern[i] == '{') ++depth;
    if (pattern[i] == '}') --depth;
    const bool ends = (pattern[i] == ',' && depth == 0) || i == close;
    if (!ends) continue;
    std::string expanded(pattern.substr(start, i - start));
    if (matches(expanded.append(rest), path)) return true;
    start = i + 1;
  }
  return false;
}

bool star_matches(std::string_view pattern, std::string_view path) {
  const bool crosses = pattern.starts_with("**");
  pattern.remove_prefix(crosses ? 2 : 1);
  if (crosses && pattern.starts_with('/') && matches(pattern.substr(1), path)) return true;
  for (std::size_t i = 0;; ++i) {
    if (matches(pattern, path.substr(i))) return true;
    if (i == path.size() || (!crosses && path[i] == '/')) return false;
  }
}

bool matches(std::string_view pattern, std::string_view path) {
  while (!pattern.empty()) {
    if (pattern[0] == '*') return star_matches(pattern, path);
    if (pattern[0] == '{') return alternatives_match(pattern, path);
    if (path.empty()) return false;
    if (pattern[0] == '[' && path[0] != '/') {
      if (const auto contained = set_contains(pattern, path[0])) {
        if (!*contained) return false;
        path.remove_prefix(1);
        continue;
      }
    }
    if (pattern[0] == '\\' && pattern.size() > 1) pattern.remove_prefix(1);
    const bool any = pattern[0] == '?' && path[0] != '/';
    if (!any && pattern[0] != path[0]) return false;
    pattern.remove_prefix(1);
    path.remove_prefix(1);
  }
  return path.empty();
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view path) {
  if (pattern.find('/') == std::string_view::npos) {
    const std::size_t slash = path.rfind('/');
    if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  }
  return matches(pattern, path);
}

}  // namespace pixmill
