// What became of one image: the whole answer, as the manifest tells it and the cache remembers it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/bytes.h"
#include "engine/codec/codec.h"

namespace pixmill {

/// Persisted: numbers are never reused.
enum class ImageStatus : std::uint8_t {
  optimized = 1,
  kept = 2,    ///< nothing smaller was good enough; the output is the source's bytes
  copied = 3,  ///< a format or feature that is passed through, with a reason
  failed = 4,
};

std::string_view status_name(ImageStatus status);

/// Of the output file; sizes in pixels.
struct OutputFacts {
  Format format = Format::none;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  Method method = Method::none;
  std::optional<int> quality;
  std::optional<Metric> metric;
  std::optional<double> score;
  int orientation = 1;  ///< EXIF's, 1 to 8; from 5 on, viewers show width and height swapped

  friend bool operator==(const OutputFacts&, const OutputFacts&) = default;
};

struct Outcome {
  ImageStatus status = ImageStatus::kept;
  Format format = Format::none;  ///< of the source; as are width and height
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::string reason;  ///< why it was copied, or what of it could not be honoured
  std::optional<SearchReport> search;
  OutputFacts output;

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

}  // namespace pixmill
