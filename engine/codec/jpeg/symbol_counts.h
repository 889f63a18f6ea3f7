// How often the symbols occur that a Huffman code is made for.
#pragma once

#include <array>
#include <cstdint>

#include "engine/codec/jpeg/nonzero_list.h"

namespace pixmill::jpeg {

/// One entry a symbol: 16 * (zeros before it) + (bits of its value) for AC coefficients, with 0x00
/// for end of block and 0xF0 for sixteen zeros; the bits of a difference for DC (T.81, F.1.2).
using SymbolCounts = std::array<std::uint32_t, 256>;

/// Adds a component's AC symbols in sequential coding.
void count_symbols(const NonzeroList& nonzeros, SymbolCounts& counts);

}  // namespace pixmill::jpeg
