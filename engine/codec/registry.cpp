#include <array>

#include "engine/codec/codec.h"
#include "engine/codec/jpeg/jpeg_codec.h"
#include "engine/codec/png/png_codec.h"

namespace pixmill {

std::span<const Codec> codecs() {
  static const std::array k_codecs = {
      jpeg_codec(),
      png_codec(),
  };
  return k_codecs;
}

const Codec* find_codec(Format format) {
  for (const Codec& codec : codecs()) {
    if (codec.format == format) return &codec;
  }
  return nullptr;
}

std::string_view method_name(Method method) {
  switch (method) {
    case Method::transcode:
      return "transcode";
    case Method::search:
      return "search";
    case Method::quality:
      return "quality";
    case Method::none:
      break;
  }
  return "none";
}

}  // namespace pixmill
