#include "engine/settings/settings_layers.h"

#include "engine/base/glob.h"
#include "engine/settings/setting.h"

namespace pixmill {

namespace {

Unexpected at(const Assignment& assignment, std::string message) {
  return unexpected(ErrorCode::usage, assignment.origin + ": " + std::move(message));
}

Status check_known(const Assignment& assignment) {
  if (assignment.name == "preset" || find_setting(assignment.name)) return {};
  std::string message = "there is no setting \"" + assignment.name + "\"";
  if (const std::string_view near = nearest_setting(assignment.name); !near.empty()) {
    message += "; did you mean \"" + std::string(near) + "\"?";
  } else {
    message += "; `pixmill config show` lists them";
  }
  return at(assignment, std::move(message));
}

Status choose_preset(const Assignment& assignment, Profile& profile) {
  const Preset* preset = find_preset(assignment.value);
  if (!preset) {
    std::string names;
    for (const Preset& row : presets()) {
      names += (names.empty() ? "" : ", ") + std::string(row.name);
    }
    return at(assignment, "there is no preset \"" + assignment.value + "\"; there are " + names);
  }
  profile.preset = assignment.value;
  profile.preset_origin = assignment.origin;
  profile.settings = preset->settings();
  return {};
}

}  // namespace

SettingsLayers::SettingsLayers(std::vector<SettingsLayer> layers) : layers_(std::move(layers)) {
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    if (!layers_[i].match.empty()) globs_.push_back(i);
  }
}

Result<SettingsLayers> SettingsLayers::make(std::vector<SettingsLayer> layers) {
  SettingsLayers result(std::move(layers));
  // Resolving as if every override matched meets every assignment once, so later lookups cannot
  // fail.
  auto all = result.resolve(std::vector<bool>(result.globs_.size(), true));
  if (!all) return unexpected(std::move(all).error());
  return result;
}

namespace {

/// Every assignment that is in force, in the order in which they win.
using Assignments = std::vector<const Assignment*>;

Status apply_presets(const Assignments& assignments, Profile& profile) {
  for (const Assignment* assignment : assignments) {
    if (assignment->name != "preset") continue;
    if (auto chosen = choose_preset(*assignment, profile); !chosen) return chosen;
  }
  return {};
}

Status apply_values(const Assignments& assignments, Profile& profile) {
  for (const Assignment* assignment : assignments) {
    if (auto known = check_known(*assignment); !known) return known;
    if (assignment->name == "preset") continue;
    const Setting& setting = *find_setting(assignment->name);
    if (auto set = setting.set(profile.settings, assignment->value); !set) {
      return at(*assignment, assignment->name + ": " + set.error().message);
    }
    profile.origins[assignment->name] = assignment->origin;
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<Profile>> SettingsLayers::resolve(const std::vector<bool>& matched) const {
  Assignments active;
  for (std::size_t i = 0, glob = 0; i < layers_.size(); ++i) {
    if (!layers_[i].match.empty() && !matched[glob++]) continue;
    for (const Assignment& assignment : layers_[i].assignments) active.push_back(&assignment);
  }
  auto profile = std::make_unique<Profile>();
  if (auto chosen = choose_preset({"preset", std::string(k_default_preset), "default"}, *profile);
      !chosen) {
    return unexpected(chosen.error());
  }
  // The preset first, wherever it is named: values that are spelled out stand on top of it.
  if (Status applied = apply_presets(active, *profile); !applied) {
    return unexpected(applied.error());
  }
  if (Status applied = apply_values(active, *profile); !applied) {
    return unexpected(applied.error());
  }
  return profile;
}

std::size_t SettingsLayers::profile_of(std::string_view path) {
  std::vector<bool> matched(globs_.size());
  for (std::size_t i = 0; i < globs_.size(); ++i) {
    matched[i] = glob_matches(layers_[globs_[i]].match, path);
  }
  const auto [entry, is_new] = by_match_.try_emplace(matched, profiles_.size());
  if (is_new) profiles_.push_back(std::move(resolve(matched)).value());
  return entry->second;
}

Hash128 SettingsLayers::fingerprint() const {
  PartHasher hasher;
  for (const SettingsLayer& layer : layers_) {
    hasher.add("match", layer.match);
    for (const Assignment& assignment : layer.assignments) {
      hasher.add(assignment.name, assignment.value);
    }
  }
  return hasher.digest();
}

}  // namespace pixmill
