// PNG, lossless: every pixel of the result decodes to what the source's decodes to.
#pragma once

#include "engine/codec/codec.h"

namespace pixmill {

/// The registry's row.
Codec png_codec();

}  // namespace pixmill
