#include "engine/codec/jpeg/nonzero_list.h"

#include <algorithm>
#include <cstdlib>

#include "engine/codec/jpeg/zigzag.h"

namespace pixmill::jpeg {

namespace {

/// What T.81 can code of 8-bit samples; more is refused when it is written.
constexpr int k_largest = 1023;

}  // namespace

NonzeroList::NonzeroList(const CoefficientPlane& plane, std::size_t row_step) {
  const std::size_t width = plane.width_in_blocks;
  entries_.reserve(8 * width * (plane.height_in_blocks / row_step + 1));
  for (std::size_t y = 0; y < plane.height_in_blocks; y += row_step) {
    const std::int16_t* row = plane.values.data() + 64 * width * y;
    for (std::size_t x = 0; x < width; ++x) add_block(row + 64 * x);
  }
}

void NonzeroList::add_block(const std::int16_t* block) {
  for (std::size_t k = 1; k < 64; ++k) {
    const int value = block[k_zigzag[k]];
    if (value == 0) continue;
    const int magnitude = std::min(std::abs(value), k_largest);
    entries_.push_back(static_cast<Entry>(static_cast<std::size_t>(magnitude) << 6U | k));
  }
  entries_.push_back(k_end_of_block);
}

NonzeroList NonzeroList::halved() const {
  NonzeroList out;
  for (const Entry entry : entries_) {
    const unsigned half = magnitude(entry) >> 1U;
    if (entry != k_end_of_block && half == 0) continue;
    out.entries_.push_back(static_cast<Entry>(half << 6U | position(entry)));
  }
  return out;
}

}  // namespace pixmill::jpeg
