#include "tool/config/layers.h"

namespace pixmill::tool {

Result<SettingsLayers> make_layers(const Options& options, const Config& config) {
  std::vector<SettingsLayer> layers = config.layers;
  layers.push_back({"", options.assignments});
  return SettingsLayers::make(std::move(layers));
}

}  // namespace pixmill::tool
