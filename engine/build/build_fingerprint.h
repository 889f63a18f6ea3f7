// What beside the files decides a build's outputs, so that a tree whose fingerprint is as it was
// need not have the recipe of each picture formed again.
#pragma once

#include "engine/base/hash.h"
#include "engine/settings/settings_layers.h"

namespace pixmill {

/// Of settings, codecs and pixmill's version.
Hash128 build_fingerprint(const SettingsLayers& layers);

}  // namespace pixmill
