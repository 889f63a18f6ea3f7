// What the DC coefficients take, sent together or component by component.
#pragma once

#include <cstdint>
#include <span>

#include "engine/codec/jpeg/coefficient_image.h"

namespace pixmill::jpeg {

/// Bits of a first DC scan of these components (indices of planes) down to `to_bit`, tables and
/// header included. The first component has a table for itself, all others share one.
std::uint64_t dc_scan_bits(const CoefficientImage& image,
                           std::span<const int> components,
                           int to_bit);

/// Bits of a scan that refines the DCs of these components by one bit.
std::uint64_t dc_refinement_bits(const CoefficientImage& image, std::span<const int> components);

/// Bits of a baseline file's one scan, tables and header included.
std::uint64_t baseline_bits(const CoefficientImage& image);

}  // namespace pixmill::jpeg
