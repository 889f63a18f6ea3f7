#include "engine/codec/jpeg/scans/dc_size.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <numeric>

#include "engine/codec/jpeg/nonzero_list.h"
#include "engine/codec/jpeg/scans/coded_size.h"
#include "engine/codec/jpeg/scans/mcus.h"
#include "engine/codec/jpeg/symbol_counts.h"

namespace pixmill::jpeg {

namespace {

/// Of an image with at least twice as many in its first component, only some rows of MCUs are
/// counted.
constexpr std::size_t k_enough_blocks = 8192;

constexpr std::size_t k_tables = 2;

using Tables = std::array<SymbolCounts, k_tables>;

std::size_t table_of(int component) {
  return component == 0 ? 0 : 1;
}

/// Codes and what is appended to them.
std::uint64_t data_bits(const Tables& tables) {
  std::uint64_t bits = 0;
  for (const SymbolCounts& counts : tables) bits += code_bits(counts) + appended_bits(counts);
  return bits;
}

std::uint64_t bits_of_tables(const Tables& tables) {
  std::uint64_t bits = 0;
  for (const SymbolCounts& counts : tables) {
    const bool is_used = std::any_of(counts.begin(), counts.end(), [](auto n) { return n > 0; });
    if (is_used) bits += table_bits(counts);
  }
  return bits;
}

}  // namespace

/// Differences of DCs as they are coded, one component's after each other's.
class DcSizes::Differences {
 public:
  Differences(const Plane& plane, int to_bit, SymbolCounts& counts)
      : plane_(plane), to_bit_(to_bit), counts_(counts) {}

  void count_alone() {
    for (const std::int16_t value : plane_.values) count(value);
  }

  void count_mcu(std::size_t x, std::size_t y) {
    for (std::size_t v = 0; v < plane_.vertical; ++v) {
      for (std::size_t u = 0; u < plane_.horizontal; ++u) {
        count_at(x * plane_.horizontal + u, y * plane_.vertical + v);
      }
    }
  }

 private:
  /// Outside of the picture is what fills an MCU: a block like the one before it.
  void count_at(std::size_t x, std::size_t y) {
    const bool is_inside = x < plane_.width && y < plane_.height;
    if (is_inside) {
      count(plane_.values[y * plane_.width + x]);
    } else {
      ++counts_[0];
    }
  }

  void count(int value) {
    const int dc = value >> to_bit_;
    ++counts_[static_cast<std::size_t>(
        std::bit_width(static_cast<unsigned>(std::abs(dc - last_))))];
    last_ = dc;
  }

  const Plane& plane_;
  int to_bit_;
  SymbolCounts& counts_;
  int last_ = 0;
};

DcSizes::DcSizes(const CoefficientView& image) {
  const PlaneView& first = image.planes[0];
  const std::size_t blocks = first.width_in_blocks * first.height_in_blocks();
  rows_ = in_mcus(first.height_in_blocks(), first.vertical);
  const std::size_t step =
      std::min<std::size_t>(std::max<std::size_t>(1, blocks / k_enough_blocks), rows_);
  for (const PlaneView& view : image.planes) {
    Plane plane{view.horizontal,
                view.vertical,
                view.width_in_blocks,
                0,
                view.width_in_blocks * view.height_in_blocks(),
                {}};
    counted_rows_ = 0;
    for (std::size_t row = step / 2; row < rows_; row += step, ++counted_rows_) {
      const std::size_t end = std::min((row + 1) * plane.vertical, view.height_in_blocks());
      for (std::size_t y = row * plane.vertical; y < end; ++y, ++plane.height) {
        for (std::size_t x = 0; x < plane.width; ++x) plane.values.push_back(*view.block(x, y));
      }
    }
    planes_.push_back(std::move(plane));
  }
}

std::uint64_t DcSizes::scan_bits(std::span<const int> components, int to_bit) const {
  Tables tables{};
  std::vector<Differences> differences;
  std::size_t width = 0;
  for (const int c : components) {
    const Plane& plane = planes_[static_cast<std::size_t>(c)];
    differences.emplace_back(plane, to_bit, tables[table_of(c)]);
    width = std::max(width, in_mcus(plane.width, plane.horizontal));
  }
  if (components.size() == 1) {
    differences[0].count_alone();
  } else {
    for (std::size_t y = 0; y < counted_rows_; ++y) {
      for (std::size_t x = 0; x < width; ++x) {
        for (Differences& component : differences) component.count_mcu(x, y);
      }
    }
  }
  return data_bits(tables) * rows_ / counted_rows_ + bits_of_tables(tables) +
         scan_header_bits(components.size());
}

std::uint64_t DcSizes::refinement_bits(std::span<const int> components) const {
  std::uint64_t bits = scan_header_bits(components.size());
  for (const int c : components) bits += planes_[static_cast<std::size_t>(c)].blocks;
  return bits;
}

std::uint64_t baseline_bits(const CoefficientView& image) {
  std::vector<int> components(image.planes.size());
  std::iota(components.begin(), components.end(), 0);
  Tables ac{};
  for (const int c : components) {
    count_symbols(NonzeroList(image.planes[static_cast<std::size_t>(c)]), ac[table_of(c)]);
  }
  return DcSizes(image).scan_bits(components, 0) + data_bits(ac) + bits_of_tables(ac);
}

}  // namespace pixmill::jpeg
