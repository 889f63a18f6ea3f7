#include "engine/codec/jpeg/nonzero_list.h"

#include <algorithm>
#include <bit>
#include <cstdlib>

#include "engine/codec/jpeg/nonzero_places.h"
#include "engine/codec/jpeg/zigzag.h"

namespace pixmill::jpeg {

namespace {

/// What T.81 can code of 8-bit samples; more is refused when it is written.
constexpr int k_largest = 1023;

}  // namespace

NonzeroList::NonzeroList(const PlaneView& plane, std::size_t rows)
    : rows_(plane.height_in_blocks()), listed_rows_(rows) {
  entries_.reserve(std::size_t{8} * plane.width_in_blocks * (rows + 1));
  for (std::size_t i = 0; i < rows; ++i) {
    const std::size_t y = (2 * i + 1) * rows_ / (2 * rows);  // the middle of what it stands for
    for (std::size_t x = 0; x < plane.width_in_blocks; ++x) add_block(plane.block(x, y));
  }
}

void NonzeroList::add_block(const std::int16_t* block) {
  std::uint64_t left = nonzero_places(block) & ~std::uint64_t{1};
  nonzeros_ += static_cast<std::size_t>(std::popcount(left));
  for (; left != 0; left &= left - 1) {
    const auto k = static_cast<std::size_t>(std::countr_zero(left));
    const int magnitude = std::min(std::abs(static_cast<int>(block[k_zigzag[k]])), k_largest);
    entries_.push_back(static_cast<Entry>(static_cast<std::size_t>(magnitude) << 6U | k));
  }
  entries_.push_back(k_end_of_block);
}

NonzeroList NonzeroList::halved() const {
  NonzeroList out(rows_, listed_rows_);
  out.entries_.reserve(entries_.size());
  for (const Entry entry : entries_) {
    const unsigned half = magnitude(entry) >> 1U;
    if (entry != k_end_of_block && half == 0) continue;
    out.nonzeros_ += half == 0 ? 0 : 1;
    out.entries_.push_back(static_cast<Entry>(half << 6U | position(entry)));
  }
  return out;
}

}  // namespace pixmill::jpeg
