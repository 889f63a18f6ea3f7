#include "engine/codec/jpeg/symbol_counts.h"

#include <bit>
#include <cstddef>

namespace pixmill::jpeg {

void count_symbols(const NonzeroList& nonzeros, SymbolCounts& counts) {
  std::size_t last = 0;
  for (const NonzeroList::Entry entry : nonzeros.entries()) {
    if (entry == NonzeroList::k_end_of_block) {
      if (last != 63) ++counts[0x00];
      last = 0;
      continue;
    }
    const std::size_t position = NonzeroList::position(entry);
    const std::size_t run = position - last - 1;
    counts[0xF0] += static_cast<std::uint32_t>(run / 16);
    const auto size = static_cast<std::size_t>(std::bit_width(NonzeroList::magnitude(entry)));
    ++counts[16 * (run % 16) + size];
    last = position;
  }
}

}  // namespace pixmill::jpeg
