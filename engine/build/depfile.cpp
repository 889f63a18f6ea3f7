#include "engine/build/depfile.h"

namespace pixmill {

namespace {

bool can_be_written(std::string_view path) {
  return path.find('\n') == std::string_view::npos && !path.empty();
}

/// As gcc -MD writes names: the backslashes before a space are doubled and the space gets one more,
/// '#' and ':' get one, '$' is doubled.
std::string escaped(std::string_view path) {
  std::string text;
  std::size_t backslashes = 0;
  for (const char c : path) {
    if (c == ' ' || c == '\t') text.append(backslashes + 1, '\\');
    if (c == '#' || c == ':') text += '\\';
    if (c == '$') text += '$';
    backslashes = c == '\\' ? backslashes + 1 : 0;
    text += c;
  }
  return text;
}

}  // namespace

std::string depfile_text(std::string_view target, const std::vector<std::string>& dependencies) {
  std::string text = escaped(target) + ":";
  for (const std::string& dependency : dependencies) {
    if (can_be_written(dependency)) text += " \\\n  " + escaped(dependency);
  }
  text += "\n";
  for (const std::string& dependency : dependencies) {
    if (can_be_written(dependency)) text += "\n" + escaped(dependency) + ":\n";
  }
  return text;
}

}  // namespace pixmill
