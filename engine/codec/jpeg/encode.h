// From pixels to a JPEG, by libjpeg's own tables and at its scale of quality.
#pragma once

#include <cstdint>

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/codec/jpeg/metadata.h"
#include "engine/image/image.h"

namespace pixmill::jpeg {

/// How often luma is sampled for each chroma sample, along x and y: 2x2 is 4:2:0, 1x1 is 4:4:4.
struct ChromaSampling {
  std::uint8_t horizontal = 2;
  std::uint8_t vertical = 2;

  friend bool operator==(const ChromaSampling&, const ChromaSampling&) = default;
};

enum class EntropyCoding : std::uint8_t {
  fixed,        ///< baseline with the tables of T.81, annex K.3: fast, for files that nobody keeps
  optimized,    ///< baseline, Huffman tables made for the picture
  progressive,  ///< libjpeg's standard scan script, with such tables
};

struct EncodeOptions {
  int quality = 80;  ///< 1 to 100
  ChromaSampling sampling;
  EntropyCoding coding = EntropyCoding::optimized;
};

/// 8-bit grey or RGB at the quality; sampling does not matter for grey.
/// Fails with unsupported for sides that JPEG cannot have (over 65,500).
Result<Bytes> encode_pixels(const Image& image,
                            const EncodeOptions& options,
                            const KeptMetadata& metadata);

}  // namespace pixmill::jpeg
