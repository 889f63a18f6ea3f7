// What coding an AC coefficient costs in bits, by the statistics of the picture at hand.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace pixmill::jpeg {

/// How often each symbol of sequential Huffman coding (T.81, F.1.2.2) occurs: 16 * run + size, with
/// 0x00 for end of block and 0xF0 for sixteen zeros.
using SymbolCounts = std::array<std::uint32_t, 256>;

/// Adds the AC symbols of blocks in natural order.
void count_symbols(std::span<const std::int16_t> blocks, SymbolCounts& counts);

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
