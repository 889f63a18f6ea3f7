#include "engine/build/build_fingerprint.h"

#include "engine/build/version.h"
#include "engine/codec/codec.h"

namespace pixmill {

Hash128 build_fingerprint(const SettingsLayers& layers) {
  PartHasher hasher;
  hasher.add("pixmill", k_pixmill_version);
  hasher.add("settings", as_text(layers.fingerprint().bytes));
  for (const Codec& codec : codecs()) {
    hasher.add(codec.name, std::to_string(codec.version));
    hasher.add(codec.name, codec.library_version());
  }
  return hasher.digest();
}

}  // namespace pixmill
