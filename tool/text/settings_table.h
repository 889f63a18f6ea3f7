// Settings in force, and the place that gave each its value.
#pragma once

#include <functional>
#include <string>

#include "engine/settings/setting.h"
#include "engine/settings/settings_layers.h"

namespace pixmill::tool {

/// A line for the preset and one for each setting that `wanted` picks: name, value, origin.
std::string settings_table(const Profile& profile,
                           const std::function<bool(const Setting&)>& wanted);

}  // namespace pixmill::tool
