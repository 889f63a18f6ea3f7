#include "engine/codec/jpeg/scans/huffman_code.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace pixmill::jpeg {

namespace {

constexpr std::size_t k_longest = 16;

/// One leaf more than there are symbols: the longest code, which is given to none.
constexpr std::size_t k_most_leaves = 257;

struct Leaf {
  std::size_t symbol = 0;
  std::uint64_t count = 0;
};

std::vector<Leaf> leaves_of(const SymbolCounts& counts) {
  std::vector<Leaf> leaves;
  for (std::size_t symbol = 0; symbol < counts.size(); ++symbol) {
    if (counts[symbol] > 0) leaves.push_back({symbol, counts[symbol]});
  }
  leaves.push_back({counts.size(), 1});
  return leaves;
}

/// A Huffman tree that is being made, by its leaves. What was joined stands where its lighter part
/// stood; of those that are equally light, the last is taken.
class Tree {
 public:
  explicit Tree(const std::vector<Leaf>& leaves)
      : parts_(leaves.size()), weights_(leaves.size()), depths_(leaves.size()) {
    std::iota(parts_.begin(), parts_.end(), std::size_t{0});
    std::transform(leaves.begin(), leaves.end(), weights_.begin(), [](const Leaf& leaf) {
      return leaf.count;
    });
  }

  void join_all() {
    for (std::size_t joins = 1; joins < parts_.size(); ++joins) {
      const std::size_t lightest = lightest_but(parts_.size());
      join(lightest, lightest_but(lightest));
    }
  }

  const std::vector<std::size_t>& depths() const { return depths_; }

 private:
  std::size_t lightest_but(std::size_t other) const {
    std::size_t found = weights_.size();
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      if (weights_[i] == 0 || i == other) continue;
      if (found == weights_.size() || weights_[i] <= weights_[found]) found = i;
    }
    return found;
  }

  void join(std::size_t a, std::size_t b) {
    weights_[a] += std::exchange(weights_[b], 0);
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (parts_[i] != a && parts_[i] != b) continue;
      parts_[i] = a;
      ++depths_[i];
    }
  }

  std::vector<std::size_t> parts_;  ///< that each leaf belongs to
  std::vector<std::uint64_t> weights_;
  std::vector<std::size_t> depths_;
};

using LengthCounts = std::array<std::uint32_t, k_most_leaves>;

/// K.2's Adjust_BITS: two of the longest codes share a prefix; one takes the prefix, and the other
/// goes where a shorter code makes room for both.
void limit(LengthCounts& counts) {
  for (std::size_t length = counts.size() - 1; length > k_longest; --length) {
    while (counts[length] > 0) {
      std::size_t shorter = length - 2;
      while (counts[shorter] == 0) --shorter;
      counts[length] -= 2;
      ++counts[length - 1];
      counts[shorter + 1] += 2;
      --counts[shorter];
    }
  }
}

void assign_words(HuffmanCode& code) {
  std::uint32_t bits = 0;
  std::size_t next = 0;
  for (std::size_t length = 1; length <= k_longest; ++length, bits <<= 1U) {
    for (std::uint8_t i = 0; i < code.lengths[length]; ++i, ++bits) {
      code.words[code.symbols[next++]] = {static_cast<std::uint16_t>(bits),
                                          static_cast<std::uint8_t>(length)};
    }
  }
}

}  // namespace

HuffmanCode best_code(const SymbolCounts& symbol_counts) {
  const std::vector<Leaf> leaves = leaves_of(symbol_counts);
  Tree tree(leaves);
  tree.join_all();
  const std::vector<std::size_t>& depths = tree.depths();
  LengthCounts counts{};
  for (const std::size_t depth : depths) ++counts[depth];
  counts[0] = 0;  // where there is no symbol at all
  HuffmanCode code;
  // sorted by what their lengths were before they were limited
  for (std::size_t depth = 1; depth < counts.size(); ++depth) {
    if (counts[depth] == 0) continue;
    for (std::size_t i = 0; i + 1 < leaves.size(); ++i) {
      if (depths[i] == depth) code.symbols.push_back(static_cast<std::uint8_t>(leaves[i].symbol));
    }
  }
  limit(counts);
  std::size_t longest = k_longest;
  while (longest > 0 && counts[longest] == 0) --longest;
  if (longest > 0) --counts[longest];
  for (std::size_t length = 1; length <= k_longest; ++length) {
    code.lengths[length] = static_cast<std::uint8_t>(counts[length]);
  }
  assign_words(code);
  return code;
}

}  // namespace pixmill::jpeg
