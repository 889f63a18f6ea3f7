// The action key: everything that decides an image's result, and nothing else. Never a path, a time
// or a machine. Its parts are made once and feed two sinks: the hash, and what `explain` prints.
#pragma once

#include <string>
#include <vector>

#include "engine/base/hash.h"
#include "engine/image/format.h"
#include "engine/settings/settings.h"

namespace pixmill {

struct KeyPart {
  std::string name;
  std::string value;

  friend bool operator==(const KeyPart&, const KeyPart&) = default;
};

/// Every part but the content: key schema, codec and library versions, and the settings that are
/// read for `source` (and, where another format is the `target`, for that one too).
std::vector<KeyPart> recipe_parts(Format source, Format target, const Settings& settings);

/// The hash of the parts; pictures of one format and profile share it.
Hash128 recipe_hash(const std::vector<KeyPart>& parts);

ActionKey action_key(const Hash128& recipe, const ContentHash& content);

/// The key under which in-place optimization remembers that a file is its own result.
ActionKey own_output_key(const Hash128& recipe, const ContentHash& output);

}  // namespace pixmill
