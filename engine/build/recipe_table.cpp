#include "engine/build/recipe_table.h"

#include <algorithm>

namespace pixmill {

void RecipeTable::begin_with(std::vector<std::vector<KeyPart>> known) {
  parts_ = std::move(known);
  for (const auto& parts : parts_) hashes_.push_back(recipe_hash(parts));
}

std::uint16_t RecipeTable::number_for(std::string_view path, Format format) {
  const std::size_t profile = layers_.profile_of(path);
  const auto [entry, is_new] = by_profile_.try_emplace({profile, format}, std::uint16_t{0});
  if (is_new)
    entry->second = number_of(recipe_parts(format, format, layers_.profile(profile).settings));
  return entry->second;
}

std::uint16_t RecipeTable::number_of(std::vector<KeyPart> parts) {
  const Hash128 hash = recipe_hash(parts);
  const auto found = std::find(hashes_.begin(), hashes_.end(), hash);
  if (found != hashes_.end()) return static_cast<std::uint16_t>(found - hashes_.begin());
  hashes_.push_back(hash);
  parts_.push_back(std::move(parts));
  return static_cast<std::uint16_t>(hashes_.size() - 1);
}

}  // namespace pixmill
