// Pictures that pixmill draws itself, such as heat maps, as PNG files.
#pragma once

#include "engine/base/bytes.h"
#include "engine/image/image.h"

namespace pixmill::png {

/// A small file that decodes to exactly `image`, in its own channels and depth.
Bytes encode_png(const Image& image);

}  // namespace pixmill::png
