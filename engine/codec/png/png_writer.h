// A whole PNG from its parts.
#pragma once

#include "engine/base/bytes.h"
#include "engine/codec/png/color_chunks.h"
#include "engine/codec/png/kept_metadata.h"
#include "engine/codec/png/png_raster.h"

namespace pixmill::png {

/// Whether the raster has the source's colour type, depth and palette, so that the chunks that are
/// bound to those still make sense.
enum class FormChange { same, changed };

/// Signature, IHDR, colour and kept chunks, PLTE and tRNS, one IDAT with `stream`, IEND.
/// `stream` is the zlib stream of the filtered rows; the rows of `raster` are not looked at.
Bytes write_png(const Raster& raster,
                ByteView stream,
                const ColorChunks& colors,
                const KeptMetadata& metadata,
                FormChange change);

/// What PLTE and tRNS will cost.
std::size_t palette_chunks_bytes(const Raster& raster);

}  // namespace pixmill::png
