#include "engine/codec/jpeg/encoder/rate_table.h"

#include <bit>
#include <cstdlib>

#include "engine/codec/jpeg/encoder/real_functions.h"
#include "engine/codec/jpeg/encoder/zigzag.h"

namespace pixmill::jpeg {

void count_symbols(std::span<const std::int16_t> blocks, SymbolCounts& counts) {
  for (std::size_t start = 0; start < blocks.size(); start += 64) {
    std::size_t run = 0;
    for (std::size_t k = 1; k < 64; ++k) {
      const int value = blocks[start + k_zigzag[k]];
      if (value == 0) {
        ++run;
        continue;
      }
      for (; run > 15; run -= 16) ++counts[0xF0];
      const auto size =
          static_cast<std::size_t>(std::bit_width(static_cast<unsigned>(std::abs(value))));
      ++counts[16 * run + size];
      run = 0;
    }
    if (run > 0) ++counts[0x00];
  }
}

RateTable::RateTable(const SymbolCounts& counts) {
  double total = 1;
  for (const std::uint32_t count : counts) total += count;
  const double bits_of_all = log2_of(total);
  for (std::size_t symbol = 0; symbol < counts.size(); ++symbol) {
    const double share = counts[symbol] + 0.5;
    bits[symbol] =
        static_cast<float>(bits_of_all - log2_of(share) + static_cast<double>(symbol % 16));
  }
}

}  // namespace pixmill::jpeg
