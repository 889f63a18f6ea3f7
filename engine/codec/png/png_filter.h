// PNG's five row filters (PNG, 9.2) and the ways to choose among them. A filter replaces each byte
// by its difference from a prediction, so that the deflate coder behind it finds repetitions.
#pragma once

#include <span>

#include "engine/codec/png/png_raster.h"

namespace pixmill::png {

/// The values are the file format's.
enum class Filter : std::uint8_t { none = 0, sub = 1, up = 2, average = 3, paeth = 4 };

inline constexpr std::array k_filters = {
    Filter::none, Filter::sub, Filter::up, Filter::average, Filter::paeth};

/// Filters one row. `above` is the unfiltered row above (zeros for the first), `pixel_bytes` the
/// distance to the pixel at the left, at least 1. All three rows are equally long.
void filter_row(Filter filter,
                ByteView row,
                ByteView above,
                std::size_t pixel_bytes,
                std::span<std::uint8_t> to);

/// The reverse, in place.
void unfilter_row(Filter filter,
                  std::span<std::uint8_t> row,
                  ByteView above,
                  std::size_t pixel_bytes);

}  // namespace pixmill::png
