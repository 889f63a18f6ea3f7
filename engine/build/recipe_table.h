// The recipes of one tree by number, so that a remembered picture names its recipe in two bytes,
// and `explain` can say what it was.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/hash.h"
#include "engine/recipe/action_key.h"
#include "engine/settings/settings_layers.h"

namespace pixmill {

class RecipeTable {
 public:
  explicit RecipeTable(SettingsLayers& layers) : layers_(layers) {}

  /// To be called before any number is given: begins with the recipes that the tree had, whose
  /// numbers stay.
  void begin_with(std::vector<std::vector<KeyPart>> known);
  /// The number of the recipe for a picture, by its path relative to the source folder.
  /// Not thread-safe.
  std::uint16_t number_for(std::string_view path, Format format);
  const Hash128& hash(std::uint16_t number) const { return hashes_[number]; }
  const std::vector<std::vector<KeyPart>>& parts() const { return parts_; }
  const Settings& settings_for(std::string_view path) {
    return layers_.profile(layers_.profile_of(path)).settings;
  }

 private:
  std::uint16_t number_of(std::vector<KeyPart> parts);

  SettingsLayers& layers_;
  std::vector<std::vector<KeyPart>> parts_;
  std::vector<Hash128> hashes_;
  std::map<std::pair<std::size_t, Format>, std::uint16_t> by_profile_;
};

}  // namespace pixmill
