#include "engine/codec/jpeg/encoder/rate_table.h"

#include "engine/codec/jpeg/encoder/real_functions.h"

namespace pixmill::jpeg {

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
