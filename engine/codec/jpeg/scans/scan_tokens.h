// What a scan sends, before it has Huffman codes: symbols and the bits after them, gathered and
// counted in one pass, so that codes can be made for it and then written without going over the
// coefficients again (which is what libjpeg does).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "engine/codec/jpeg/symbol_counts.h"

namespace pixmill::jpeg {

/// Symbols of up to two Huffman tables.
class ScanTokens {
 public:
  /// A code (0 to 255 a symbol of table 0, 256 to 511 of table 1, or k_no_code), how many bits
  /// follow it, and these.
  using Token = std::uint32_t;
  static constexpr std::size_t k_no_code = 512;
  static constexpr unsigned k_most_bits = 16;

  /// Room for so many; what is not used is never touched.
  explicit ScanTokens(std::size_t most)
      : memory_(std::make_unique_for_overwrite<Token[]>(most)), end_(memory_.get()) {}

  void clear() {
    end_ = memory_.get();
    counts_ = {};
  }

  /// Of `bits` the lowest `bit_count` count.
  void add(std::size_t code, unsigned bit_count, std::uint32_t bits) {
    ++counts_[code];
    const std::uint32_t lowest = bits & ((1U << bit_count) - 1);
    *end_++ = lowest << 15U | bit_count << 10U | static_cast<Token>(code);
  }

  std::span<const Token> tokens() const { return {memory_.get(), end_}; }
  SymbolCounts counts(std::size_t table) const;

  static std::size_t code(Token token) { return token & 0x3FFU; }
  static unsigned bit_count(Token token) { return token >> 10U & 0x1FU; }
  static std::uint32_t bits(Token token) { return token >> 15U; }

 private:
  std::unique_ptr<Token[]> memory_;
  Token* end_;
  std::array<std::uint32_t, k_no_code + 1> counts_{};
};

}  // namespace pixmill::jpeg
