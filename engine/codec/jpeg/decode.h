// From a JPEG to pixels, as libjpeg-turbo does it by default (slow-integer IDCT, triangle-filter
// chroma upsampling), which is what Pillow and the browsers show.
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/codec/jpeg/header.h"
#include "engine/image/image.h"

namespace pixmill::jpeg {

/// Room for a file's pixels: 8-bit RGB, or grey if there is one component. Fails with unsupported
/// for CMYK and YCCK, whose look depends on a profile.
Result<Image> image_for(const Header& header);

/// 8-bit RGB, or grey if there is one component. `header` is read_header()'s of this file.
/// Fails with corrupt_input on any warning of libjpeg's, and as image_for() does. Thread-safe;
/// keeps no reference to `file`.
Result<Image> decode_pixels(ByteView file, const Header& header);

}  // namespace pixmill::jpeg
