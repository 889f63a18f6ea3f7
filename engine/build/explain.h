// Why an image is rebuilt, or why not: its key part by part, beside the parts of the last build.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/build/build.h"
#include "engine/recipe/action_key.h"

namespace pixmill {

struct Explanation {
  std::string path;  ///< as it was asked for
  std::string
      relative;  ///< to the source folder of the last build that knew it; else the file's name
  Format format = Format::none;
  const Profile* profile =
      nullptr;  ///< settings in force and where each comes from; owned by the layers
  ContentHash content;
  std::vector<KeyPart> parts;  ///< the recipe's, in order
  ActionKey key;
  bool is_hit = false;
  /// The last build's content and parts for this path, if a built tree has it.
  std::optional<ContentHash> last_content;
  std::vector<KeyPart> last_parts;
  std::string last_output;  ///< the output folder of that build
};

/// Reads the file and the stores; writes nothing.
Result<Explanation> explain(const std::string& path,
                            SettingsLayers& layers,
                            const Limits& limits,
                            const Surroundings& around);

}  // namespace pixmill
