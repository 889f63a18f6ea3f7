// The settings of a run: the configuration file's layers, and the command line's on top.
#pragma once

#include "engine/base/result.h"
#include "engine/settings/settings_layers.h"
#include "tool/config/config.h"
#include "tool/options/options.h"

namespace pixmill::tool {

/// Fails with the usage code where a name or a value is wrong, naming file and line, or the option.
Result<SettingsLayers> make_layers(const Options& options, const Config& config);

}  // namespace pixmill::tool
