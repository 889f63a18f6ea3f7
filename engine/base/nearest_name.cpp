#include "engine/base/nearest_name.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace pixmill {

namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({substituted, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string_view nearest_name(std::string_view wrong, std::span<const std::string_view> names) {
  std::string_view best;
  std::size_t least = 4;
  for (const std::string_view name : names) {
    // Replacing every letter is no mistyping: short names would all be near one another.
    const std::size_t distance = edit_distance(name, wrong);
    if (distance < least && distance < std::max(name.size(), wrong.size())) {
      least = distance;
      best = name;
    }
  }
  return best;
}

std::string nearest_hint(std::string_view wrong, std::span<const std::string_view> names) {
  const std::string_view near = nearest_name(wrong, names);
  if (near.empty()) return {};
  std::string hint = "; did you mean \"";
  hint += near;
  return hint += "\"?";
}

}  // namespace pixmill
