// What the DC coefficients take, sent together or component by component.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/codec/jpeg/coefficient_view.h"

namespace pixmill::jpeg {

/// Of one image, whose DCs are taken out of it once; of large ones, only some rows.
class DcSizes {
 public:
  explicit DcSizes(const CoefficientView& image);

  /// Bits of a first DC scan of these components (indices of planes) down to `to_bit`, tables and
  /// header included. The first component has a table for itself, all others share one.
  std::uint64_t scan_bits(std::span<const int> components, int to_bit) const;

  /// Bits of a scan that refines the DCs of these components by one bit.
  std::uint64_t refinement_bits(std::span<const int> components) const;

 private:
  /// One component's DCs, in rows.
  struct Plane {
    std::size_t horizontal;
    std::size_t vertical;
    std::size_t width;
    std::size_t height;
    std::size_t blocks;  ///< of the whole picture
    std::vector<std::int16_t> values;
  };
  class Differences;

  std::uint64_t rows_ = 0;  ///< of MCUs, and how many of them are counted
  std::uint64_t counted_rows_ = 0;
  std::vector<Plane> planes_;
};

/// Bits of a baseline file's one scan, tables and header included.
std::uint64_t baseline_bits(const CoefficientView& image);

}  // namespace pixmill::jpeg
