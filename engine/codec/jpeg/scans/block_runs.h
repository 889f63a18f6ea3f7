// How a progressive scan passes over zeros: coefficients of a block, and blocks that have no symbol
// (any more). What T.81 can code (G.1.2.2), and what libjpeg's encoder keeps of a refinement's
// correction bits meanwhile.
#pragma once

#include <cstddef>
#include <cstdint>

namespace pixmill::jpeg {

/// The symbol (ZRL) for sixteen zeros that more follows.
inline constexpr std::size_t k_sixteen_zeros = 0xF0;

/// Blocks; a run that long is ended.
inline constexpr std::uint32_t k_longest_run = 0x7FFF;

/// A run with more is ended.
inline constexpr std::uint32_t k_most_correction_bits = 1000 - 64 + 1;

}  // namespace pixmill::jpeg
