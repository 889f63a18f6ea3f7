// From a file's chunks to its samples, through libpng. libpng is shown the five kinds of chunks
// that decide samples and nothing else, so no text or profile is ever inflated here, and every
// complaint of it means damage of the picture itself.
#pragma once

#include "engine/base/result.h"
#include "engine/codec/png/png_layout.h"
#include "engine/codec/png/png_raster.h"

namespace pixmill::png {

/// The samples in the file's own type and depth, interlacing undone.
/// Fails with corrupt_input on any error or warning of libpng, with unsupported if the file passes
/// through for a reason that keeps its pixels from being read (see Layout).
/// Allocates one picture, whose size read_layout() has held against the limits.
Result<Raster> read_raster(const Layout& layout);

}  // namespace pixmill::png
