// Where a picture's settings come from: defaults, a preset, the configuration file, its overrides
// by glob, the command line; later ones win. Which source won is kept, for `explain`.
//
// Most pictures share one set of values, so they are resolved once per set of overrides that match
// and handed out as a number (a profile), which is what 100,000 pictures can afford to store.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/hash.h"
#include "engine/base/result.h"
#include "engine/image/format.h"
#include "engine/settings/settings.h"

namespace pixmill {

/// One value, and the place that gave it ("pixmill.toml:12", "--target").
struct Assignment {
  std::string name;  ///< a setting's name, or "preset"
  std::string value;
  std::string origin;
};

/// What one place says: for all pictures, or for those whose path matches a glob.
struct SettingsLayer {
  std::string match;  ///< empty: all
  std::vector<Assignment> assignments;
};

/// The values in force for some pictures.
struct Profile {
  std::string preset;
  std::string preset_origin;
  Settings settings;
  std::map<std::string, std::string, std::less<>> origins;  ///< by setting name; absent: the preset
};

class SettingsLayers {
 public:
  /// Layers in rising order of precedence. Fails on the first unknown name or bad value, with its
  /// origin in front.
  static Result<SettingsLayers> make(std::vector<SettingsLayer> layers);

  /// The number of the profile for a picture, by its path relative to the source folder.
  /// Not thread-safe: profiles are made as they are first needed.
  std::size_t profile_of(std::string_view path);
  const Profile& profile(std::size_t number) const { return *profiles_[number]; }
  /// True if every picture has the same profile, whatever its path.
  bool uniform() const { return globs_.empty(); }

  /// Changes whenever any picture's settings could have.
  Hash128 fingerprint() const;

 private:
  explicit SettingsLayers(std::vector<SettingsLayer> layers);
  Result<std::unique_ptr<Profile>> resolve(const std::vector<bool>& matched) const;

  std::vector<SettingsLayer> layers_;
  std::vector<std::size_t> globs_;  ///< the layers that have one
  std::map<std::vector<bool>, std::size_t> by_match_;
  std::vector<std::unique_ptr<Profile>> profiles_;
};

}  // namespace pixmill
