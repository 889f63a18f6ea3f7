// A picture as it looks: decoded, and its colours converted from its profile to sRGB.
#pragma once

#include <string>

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/image/image.h"
#include "engine/image/limits.h"

namespace pixmill {

struct SrgbPicture {
  Image image;       ///< of 16 bits where it was converted
  std::string note;  ///< that its colours are only taken for sRGB, and why; mostly empty
};

/// Any picture that has a codec. Pictures without a profile are sRGB; so are those whose profile
/// cannot be used, with a note. PNG's gAMA and cHRM count for nothing: programs write them with
/// sRGB pictures, and metrics elsewhere go by the samples too.
Result<SrgbPicture> decode_in_srgb(ByteView file, const Limits& limits);

}  // namespace pixmill
