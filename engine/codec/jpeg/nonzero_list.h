// The AC coefficients of a component that are not zero, as a list: most of a picture's are zero,
// and whoever counts what scans would cost goes over the others many times.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/codec/jpeg/coefficient_view.h"

namespace pixmill::jpeg {

/// Block after block in rows; in a block, in zigzag order.
class NonzeroList {
 public:
  /// A position in zigzag order (1 to 63) and a magnitude; 0 ends a block.
  using Entry = std::uint16_t;
  static constexpr Entry k_end_of_block = 0;

  /// Of so many rows of blocks, evenly spread, which then stand for all.
  NonzeroList(const PlaneView& plane, std::size_t rows);
  explicit NonzeroList(const PlaneView& plane) : NonzeroList(plane, plane.height_in_blocks()) {}
  explicit NonzeroList(const CoefficientPlane& plane) : NonzeroList(view_of(plane)) {}

  /// What is left when all magnitudes lose their lowest bit.
  NonzeroList halved() const;

  const std::vector<Entry>& entries() const { return entries_; }

  /// How many there are without the ends of blocks.
  std::size_t nonzeros() const { return nonzeros_; }

  /// What all rows have, if those in the list have so much.
  std::uint64_t scaled(std::uint64_t amount) const { return amount * rows_ / listed_rows_; }

  static std::size_t position(Entry entry) { return entry & 63U; }
  static unsigned magnitude(Entry entry) { return entry >> 6U; }

 private:
  NonzeroList(std::uint64_t rows, std::uint64_t listed_rows)
      : rows_(rows), listed_rows_(listed_rows) {}
  void add_block(const std::int16_t* block);

  std::uint64_t rows_ = 1;
  std::uint64_t listed_rows_ = 1;
  std::size_t nonzeros_ = 0;
  std::vector<Entry> entries_;
};

}  // namespace pixmill::jpeg
