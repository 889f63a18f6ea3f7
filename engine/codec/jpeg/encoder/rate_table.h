// What coding an AC coefficient costs in bits, by the statistics of the picture at hand.
#pragma once

#include <array>
#include <cstddef>

#include "engine/codec/jpeg/symbol_counts.h"

namespace pixmill::jpeg {

/// Bits for each symbol, the value's own bits included: -log2 of its share, of which the lengths of
/// an optimal Huffman code are an approximation. Symbols that do not occur cost about as much as
/// ones that occur once.
struct RateTable {
  std::array<float, 256> bits{};

  explicit RateTable(const SymbolCounts& counts);
  float end_of_block() const { return bits[0x00]; }
  float sixteen_zeros() const { return bits[0xF0]; }
  float of(std::size_t run, std::size_t size) const { return bits[16 * run + size]; }
};

}  // namespace pixmill::jpeg
