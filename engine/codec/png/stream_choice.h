// Which form and which filters: quick trials on a part of the picture rank them, then the best is
// compressed once and well. The best filter of a weak deflate is nearly always that of a strong
// one, at a tenth of the cost.
#pragma once

#include <vector>

#include "engine/base/bytes.h"
#include "engine/codec/png/png_raster.h"

namespace pixmill::png {

struct StreamChoice {
  std::size_t form = 0;  ///< which of the forms
  Bytes stream;          ///< its IDAT: a zlib stream of filtered rows
};

/// The smallest found, palette and key counted; of equal ones the first. `forms` is not empty;
/// `level` is PngSettings::level.
StreamChoice choose_stream(const std::vector<Raster>& forms, int level);

}  // namespace pixmill::png
