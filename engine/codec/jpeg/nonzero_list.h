// The AC coefficients of a component that are not zero, as a list: most of a picture's are zero,
// and whoever counts what scans would cost goes over the others many times.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/codec/jpeg/coefficient_image.h"

namespace pixmill::jpeg {

/// Block after block in rows; in a block, in zigzag order.
class NonzeroList {
 public:
  /// A position in zigzag order (1 to 63) and a magnitude; 0 ends a block.
  using Entry = std::uint16_t;
  static constexpr Entry k_end_of_block = 0;

  /// Of every row of blocks, or of every second, third and so on.
  explicit NonzeroList(const CoefficientPlane& plane, std::size_t row_step = 1);

  /// What is left when all magnitudes lose their lowest bit.
  NonzeroList halved() const;

  const std::vector<Entry>& entries() const { return entries_; }

  static std::size_t position(Entry entry) { return entry & 63U; }
  static unsigned magnitude(Entry entry) { return entry >> 6U; }

 private:
  NonzeroList() = default;
  void add_block(const std::int16_t* block);

  std::vector<Entry> entries_;
};

}  // namespace pixmill::jpeg
