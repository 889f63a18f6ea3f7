#include "engine/codec/jpeg/scans/dc_size.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <numeric>
#include <vector>

#include "engine/codec/jpeg/nonzero_list.h"
#include "engine/codec/jpeg/scans/coded_size.h"
#include "engine/codec/jpeg/symbol_counts.h"

namespace pixmill::jpeg {

namespace {

constexpr std::size_t k_tables = 2;

using Tables = std::array<SymbolCounts, k_tables>;

std::size_t table_of(int component) {
  return component == 0 ? 0 : 1;
}

/// Differences of DCs as they are coded, one component's after each other's.
class Differences {
 public:
  Differences(const CoefficientPlane& plane, int to_bit, SymbolCounts& counts)
      : plane_(plane), to_bit_(to_bit), counts_(counts) {}

  /// Outside of the picture is what fills an MCU: a block like the one before it.
  void count(std::size_t x, std::size_t y) {
    int dc = last_;
    if (x < plane_.width_in_blocks && y < plane_.height_in_blocks) {
      dc = plane_.values[64 * (y * plane_.width_in_blocks + x)] >> to_bit_;
    }
    const auto magnitude = static_cast<unsigned>(std::abs(dc - last_));
    ++counts_[static_cast<std::size_t>(std::bit_width(magnitude))];
    last_ = dc;
  }

  void count_mcu(std::size_t x, std::size_t y) {
    for (std::size_t v = 0; v < plane_.vertical; ++v) {
      for (std::size_t u = 0; u < plane_.horizontal; ++u) {
        count(x * plane_.horizontal + u, y * plane_.vertical + v);
      }
    }
  }

 private:
  const CoefficientPlane& plane_;
  int to_bit_;
  SymbolCounts& counts_;
  int last_ = 0;
};

void count_alone(const CoefficientPlane& plane, Differences& differences) {
  for (std::size_t y = 0; y < plane.height_in_blocks; ++y) {
    for (std::size_t x = 0; x < plane.width_in_blocks; ++x) differences.count(x, y);
  }
}

std::size_t in_mcus(std::size_t blocks, std::size_t factor) {
  return (blocks + factor - 1) / factor;
}

Tables count_dc(const CoefficientImage& image, std::span<const int> components, int to_bit) {
  Tables tables{};
  std::vector<Differences> differences;
  std::size_t width = 0;
  std::size_t height = 0;
  for (const int c : components) {
    const CoefficientPlane& plane = image.planes[static_cast<std::size_t>(c)];
    differences.emplace_back(plane, to_bit, tables[table_of(c)]);
    width = std::max(width, in_mcus(plane.width_in_blocks, plane.horizontal));
    height = std::max(height, in_mcus(plane.height_in_blocks, plane.vertical));
  }
  if (components.size() == 1) {
    count_alone(image.planes[static_cast<std::size_t>(components[0])], differences[0]);
    return tables;
  }
  for (std::size_t y = 0; y < height; ++y) {
    for (std::size_t x = 0; x < width; ++x) {
      for (Differences& component : differences) component.count_mcu(x, y);
    }
  }
  return tables;
}

std::uint64_t bits_of(const Tables& tables) {
  std::uint64_t bits = 0;
  for (const SymbolCounts& counts : tables) {
    const bool is_used = std::any_of(counts.begin(), counts.end(), [](auto n) { return n > 0; });
    if (is_used) bits += coded_bits(counts) + appended_bits(counts);
  }
  return bits;
}

}  // namespace

std::uint64_t dc_scan_bits(const CoefficientImage& image,
                           std::span<const int> components,
                           int to_bit) {
  return bits_of(count_dc(image, components, to_bit)) + scan_header_bits(components.size());
}

std::uint64_t dc_refinement_bits(const CoefficientImage& image, std::span<const int> components) {
  std::uint64_t bits = scan_header_bits(components.size());
  for (const int c : components) {
    bits += image.planes[static_cast<std::size_t>(c)].values.size() / 64;
  }
  return bits;
}

std::uint64_t baseline_bits(const CoefficientImage& image) {
  std::vector<int> components(image.planes.size());
  std::iota(components.begin(), components.end(), 0);
  Tables ac{};
  for (const int c : components) {
    count_symbols(NonzeroList(image.planes[static_cast<std::size_t>(c)]), ac[table_of(c)]);
  }
  return dc_scan_bits(image, components, 0) + bits_of(ac);
}

}  // namespace pixmill::jpeg
