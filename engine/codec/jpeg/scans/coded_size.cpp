#include "engine/codec/jpeg/scans/coded_size.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace pixmill::jpeg {

namespace {

/// Marker, length, class and identifier, and how many codes there are of each length.
constexpr std::uint64_t k_table_header_bits = std::uint64_t{8} * (2 + 2 + 1 + 16);

/// One for each symbol, and one that is none.
using Leaves = std::array<std::uint64_t, 257>;

/// The sum of all inner nodes of a Huffman tree over these leaves (sorted), which is the sum of
/// each leaf times its depth. Inner nodes come out in order, so two queues do (van Leeuwen, 1976).
std::uint64_t sum_of_inner_nodes(const Leaves& leaves, std::size_t leaf_count) {
  Leaves inner;
  std::size_t leaf = 0;
  std::size_t node = 0;
  std::size_t nodes = 0;
  const auto take_smallest = [&] {
    const bool is_leaf = leaf < leaf_count && (node == nodes || leaves[leaf] <= inner[node]);
    return is_leaf ? leaves[leaf++] : inner[node++];
  };
  std::uint64_t sum = 0;
  for (std::size_t i = 1; i < leaf_count; ++i) {
    const std::uint64_t first = take_smallest();
    inner[nodes] = first + take_smallest();
    sum += inner[nodes++];
  }
  return sum;
}

}  // namespace

std::uint64_t appended_bits(const SymbolCounts& counts) {
  std::uint64_t bits = 0;
  for (std::size_t symbol = 0; symbol < counts.size(); ++symbol) {
    const std::size_t size = symbol % 16;
    const std::size_t is_run_of_blocks = size == 0 && symbol != 0xF0 ? 1 : 0;
    bits += counts[symbol] * (size + is_run_of_blocks * (symbol / 16));
  }
  return bits;
}

std::uint64_t code_bits(const SymbolCounts& counts) {
  Leaves leaves;
  leaves[0] = 1;
  std::size_t leaf_count = 1;
  for (const std::uint32_t count : counts) {
    if (count > 0) leaves[leaf_count++] = count;
  }
  std::sort(leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(leaf_count));
  return sum_of_inner_nodes(leaves, leaf_count);
}

std::uint64_t table_bits(const SymbolCounts& counts) {
  const auto unused = static_cast<std::size_t>(std::count(counts.begin(), counts.end(), 0U));
  return k_table_header_bits + 8 * (counts.size() - unused);
}

}  // namespace pixmill::jpeg
