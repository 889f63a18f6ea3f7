#include "tool/versions.h"

#include "engine/build/version.h"
#include "engine/codec/codec.h"

namespace pixmill::tool {

std::string version_text() {
  std::string text = "pixmill ";
  text.append(k_pixmill_version).append("\n");
  for (const Codec& codec : codecs()) {
    text.append(codec.name).append(": ").append(codec.library_version()).append("\n");
  }
  return text;
}

}  // namespace pixmill::tool
