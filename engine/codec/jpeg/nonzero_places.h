// Which of a block's coefficients are not zero, for all that goes over those alone.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/codec/jpeg/zigzag.h"

namespace pixmill::jpeg {

/// Where each natural position stands in zigzag order.
inline constexpr std::array<std::uint8_t, 64> k_place = [] {
  std::array<std::uint8_t, 64> place{};
  for (std::size_t k = 0; k < 64; ++k) place[k_zigzag[k]] = static_cast<std::uint8_t>(k);
  return place;
}();

/// A bit for each of 64 coefficients, by its place in zigzag order. Rows are looked at whole, since
/// most are zero.
inline std::uint64_t nonzero_places(const std::int16_t* block) {
  std::uint64_t places = 0;
  for (std::size_t row = 0; row < 64; row += 8) {
    std::array<std::int16_t, 8> values{};
    std::copy_n(block + row, 8, values.begin());
    int any = 0;
    for (const int value : values) any |= value;
    if (any == 0) continue;
    for (std::size_t i = 0; i < 8; ++i) {
      places |= std::uint64_t{values[i] != 0} << k_place[row + i];
    }
  }
  return places;
}

}  // namespace pixmill::jpeg
