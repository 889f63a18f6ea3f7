// What a scan's symbols take once they have the Huffman code that is best for them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/codec/jpeg/symbol_counts.h"

namespace pixmill::jpeg {

/// Bits that follow the codes: of values, and of the lengths of runs of blocks without symbols
/// (0x10, 0x20 ... 0xE0), which only progressive scans have.
std::uint64_t appended_bits(const SymbolCounts& counts);

/// Bits of all symbols under an optimal code without T.81's limit of 16 bits, one code more than
/// there are symbols (all ones is none).
std::uint64_t code_bits(const SymbolCounts& counts);

/// Bits of the table that tells such a code (DHT).
std::uint64_t table_bits(const SymbolCounts& counts);

/// Bits of a scan's header (SOS) and of what fills its last byte, on average.
constexpr std::uint64_t scan_header_bits(std::size_t components) {
  return 8 * (8 + 2 * components) + 4;
}

}  // namespace pixmill::jpeg
