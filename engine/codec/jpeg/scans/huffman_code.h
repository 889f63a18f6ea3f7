// The best Huffman code for symbols that were counted, as a JPEG can have it (T.81, annex K.2): no
// code is longer than 16 bits, and all ones is none. Of codes that are equally good it is the one
// that libjpeg makes.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/codec/jpeg/symbol_counts.h"

namespace pixmill::jpeg {

struct HuffmanCode {
  struct Word {
    std::uint16_t bits = 0;
    std::uint8_t length = 0;  ///< 0: the symbol has none
  };

  std::array<std::uint8_t, 17> lengths{};  ///< how many codes there are of each, as DHT says it
  std::vector<std::uint8_t> symbols;       ///< in the order of their codes
  std::array<Word, 256> words{};           ///< by symbol
};

HuffmanCode best_code(const SymbolCounts& counts);

}  // namespace pixmill::jpeg
