// Which of the chunks that do not touch pixels or colours stay. What is stripped never changes how
// the picture looks: the pixel's shape (pHYs) and an orientation other than upright always stay.
#pragma once

#include <vector>

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/codec/png/color_chunks.h"
#include "engine/codec/png/png_raster.h"
#include "engine/settings/settings.h"

namespace pixmill::png {

/// By their place in the new file.
struct KeptMetadata {
  std::vector<OwnedChunk> before_palette;
  std::vector<OwnedChunk> before_image;
  std::vector<OwnedChunk> after_image;
  /// sBIT, then bKGD and hIST: they are written in terms of colour type and palette, and go if the
  /// form changes.
  std::vector<OwnedChunk> bound_before_palette;
  std::vector<OwnedChunk> bound_before_image;
};

/// - `none`: pHYs, and of eXIf the orientation, if it is not upright;
/// - `copyright`: also the texts named Copyright and Author, and those facts of eXIf;
/// - `all`: everything, but for unknown chunks that are not safe to copy.
/// Texts are copied as they are, never inflated.
Result<KeptMetadata> keep_metadata(ByteView file, Metadata policy);

}  // namespace pixmill::png
