#include "engine/codec/jpeg/scans/dc_tokens.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "engine/codec/jpeg/scans/mcus.h"

namespace pixmill::jpeg {

namespace {

/// Of a first scan's differences (T.81, table F.1), and blocks (B.2.3).
constexpr unsigned k_most_difference_bits = 11;
constexpr std::size_t k_most_blocks_an_mcu = 10;

/// One component's DCs, one block after the other.
class DcWriter {
 public:
  DcWriter(const PackedPlane& plane, const Scan& scan, int table, ScanTokens& tokens)
      : plane_(plane),
        tokens_(tokens),
        is_refinement_(scan.from_bit > 0),
        to_bit_(scan.to_bit),
        code_base_(256 * static_cast<std::size_t>(table)) {}

  void add_all() {
    for (const std::int16_t value : plane_.dc) add(value);
  }

  void add_mcu(std::size_t x, std::size_t y) {
    for (std::size_t v = 0; v < plane_.vertical; ++v) {
      for (std::size_t h = 0; h < plane_.horizontal; ++h) {
        add_at(x * plane_.horizontal + h, y * plane_.vertical + v);
      }
    }
  }

  std::size_t blocks_an_mcu() const { return std::size_t{plane_.horizontal} * plane_.vertical; }
  std::size_t mcus_a_row() const { return in_mcus(plane_.width_in_blocks, plane_.horizontal); }
  std::size_t rows_of_mcus() const { return in_mcus(plane_.height_in_blocks(), plane_.vertical); }
  unsigned most_bits() const { return most_bits_; }

 private:
  /// Outside of the picture is what fills an MCU: a block like the one before it.
  void add_at(std::size_t x, std::size_t y) {
    const bool is_inside = x < plane_.width_in_blocks && y < plane_.height_in_blocks();
    add(is_inside ? plane_.dc[y * plane_.width_in_blocks + x] : last_);
  }

  void add(std::int16_t value) {
    const int bits = value >> to_bit_;
    if (is_refinement_) {
      tokens_.add(ScanTokens::k_no_code, 1, static_cast<std::uint32_t>(bits));
    } else {
      add_difference(bits - (last_ >> to_bit_));
    }
    last_ = value;
  }

  void add_difference(int difference) {
    const auto size =
        static_cast<unsigned>(std::bit_width(static_cast<unsigned>(std::abs(difference))));
    most_bits_ = std::max(most_bits_, size);
    const int bits = difference < 0 ? difference - 1 : difference;
    tokens_.add(code_base_ + size, size, static_cast<std::uint32_t>(bits));
  }

  const PackedPlane& plane_;
  ScanTokens& tokens_;
  bool is_refinement_;
  int to_bit_;
  std::size_t code_base_;
  std::int16_t last_ = 0;
  unsigned most_bits_ = 0;
};

/// One MCU after the other, in each a component after the other.
Status add_mcus(std::vector<DcWriter>& writers) {
  std::size_t blocks = 0;
  for (const DcWriter& writer : writers) blocks += writer.blocks_an_mcu();
  if (blocks > k_most_blocks_an_mcu) {
    return unexpected(ErrorCode::internal,
                      "sampling factors are too large for components in one scan");
  }
  for (std::size_t y = 0; y < writers[0].rows_of_mcus(); ++y) {
    for (std::size_t x = 0; x < writers[0].mcus_a_row(); ++x) {
      for (DcWriter& writer : writers) writer.add_mcu(x, y);
    }
  }
  return {};
}

}  // namespace

std::size_t most_dc_tokens(const PackedPlanes& planes) {
  std::size_t blocks = 0;
  for (const PackedPlane& plane : planes) {
    blocks += in_mcus(plane.width_in_blocks, plane.horizontal) *
              in_mcus(plane.height_in_blocks(), plane.vertical) * plane.horizontal * plane.vertical;
  }
  return blocks;
}

Status add_dc_scan(const PackedPlanes& planes,
                   const Scan& scan,
                   std::span<const int> tables,
                   ScanTokens& tokens) {
  std::vector<DcWriter> writers;
  writers.reserve(scan.components.size());
  for (const int component : scan.components) {
    const auto c = static_cast<std::size_t>(component);
    writers.emplace_back(planes[c], scan, tables[c], tokens);
  }
  if (writers.size() == 1) {
    writers[0].add_all();
  } else if (Status added = add_mcus(writers); !added) {
    return added;
  }
  for (const DcWriter& writer : writers) {
    if (writer.most_bits() <= k_most_difference_bits) continue;
    return unexpected(ErrorCode::internal, "a DCT coefficient is out of range");
  }
  return {};
}

}  // namespace pixmill::jpeg
