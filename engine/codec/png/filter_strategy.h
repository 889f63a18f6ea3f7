// Which filter for which row. No rule is best for all pictures: flat ones want none, smooth ones
// want the row whose bytes repeat most. So there are a few rules, and a trial of the optimizer
// decides.
#pragma once

#include <span>
#include <string_view>

#include "engine/codec/png/png_filter.h"

namespace pixmill::png {

/// One filter for all rows, or per row the one that is best by a measure of its filtered bytes.
enum class FilterStrategy : std::uint8_t {
  none,
  sub,
  up,
  average,
  paeth,
  min_sum,  ///< smallest sum of absolute differences (libpng's rule; PNG, 12.7)
  entropy,  ///< smallest order-0 entropy
  bigrams,  ///< fewest distinct pairs of neighbouring bytes (oxipng's rule)
};

std::string_view strategy_name(FilterStrategy strategy);

/// Rows `first` to `first + count - 1` of a raster.
struct RowBand {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

/// The filtered stream of these bands: for each row a byte that names its filter, and its bytes.
Bytes filter_bands(const Raster& raster, FilterStrategy strategy, std::span<const RowBand> bands);

/// The filtered stream of the whole, as it goes into IDAT.
Bytes filter_all(const Raster& raster, FilterStrategy strategy);

}  // namespace pixmill::png
