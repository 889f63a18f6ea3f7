// One image, from bytes to bytes: candidates, verification, choice. Nothing here touches a disk or
// a cache, and it is the only place where "keep the original" is decided.
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/image/limits.h"
#include "engine/recipe/outcome.h"
#include "engine/settings/settings.h"

namespace pixmill {

struct OptimizedImage {
  Outcome outcome;
  /// The output, if the outcome's status is `optimized`; otherwise empty: it is the source's bytes.
  Bytes bytes;
};

/// Optimizes within its format. Fails where the file is damaged, over a limit, or no image.
/// Thread-safe and pure.
Result<OptimizedImage> optimize_image(ByteView file,
                                      const Settings& settings,
                                      const Limits& limits);

/// Converts to another format that has an encoder, and to sRGB (decode_in_srgb.h). The result may
/// be larger than the source.
Result<OptimizedImage> convert_image(ByteView file,
                                     Format target,
                                     const Settings& settings,
                                     const Limits& limits);

/// What the header tells of any known format; formats without a codec have only their name and a
/// passthrough reason. Fails for what is no image at all.
Result<ImageInfo> inspect_image(ByteView file, const Limits& limits);

/// Any picture that has a codec, decoded.
Result<Image> decode_image(ByteView file, const Limits& limits);

}  // namespace pixmill
