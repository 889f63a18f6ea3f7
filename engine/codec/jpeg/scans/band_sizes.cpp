#include "engine/codec/jpeg/scans/band_sizes.h"

#include <algorithm>
#include <array>
#include <bit>

#include "engine/codec/jpeg/scans/block_runs.h"
#include "engine/codec/jpeg/scans/coded_size.h"
#include "engine/codec/jpeg/symbol_counts.h"

namespace pixmill::jpeg {

namespace {

void add(SymbolCounts& sum, const SymbolCounts& counts) {
  for (std::size_t symbol = 0; symbol < sum.size(); ++symbol) sum[symbol] += counts[symbol];
}

void add_symbol(SymbolCounts& counts, std::size_t zeros, std::size_t size) {
  if (zeros >= 16) counts[k_sixteen_zeros] += static_cast<std::uint32_t>(zeros / 16);
  ++counts[16 * (zeros % 16) + size];
}

/// The runs of blocks that have no symbol (any more) in one band. What is not done block by block
/// is told from where the last one began.
struct BlockRuns {
  std::uint32_t begin = 0;                 ///< the block
  std::uint32_t corrections = 0;           ///< in the band, before it began
  std::array<std::uint32_t, 16> counts{};  ///< by the bits of their lengths

  /// `bits` were sent along with them.
  void end(std::uint32_t block, std::uint32_t bits) {
    const std::uint32_t length = block - begin;
    if (length <= k_longest_run && bits <= k_most_correction_bits) {
      ++counts[static_cast<std::size_t>(std::bit_width(length))];  // of length 0: not used
    } else {
      end_in_parts(length, bits);
    }
  }

  /// libjpeg ends a run early that is too long, or whose correction bits fill its buffer. The
  /// latter are taken to be spread evenly.
  void end_in_parts(std::uint32_t length, std::uint32_t bits) {
    for (; length > k_longest_run; length -= k_longest_run) ++counts[15];
    const std::uint32_t parts = std::min(1 + bits / k_most_correction_bits, length);
    if (parts != 0) counts[static_cast<std::size_t>(std::bit_width(length / parts))] += parts;
  }

  void add_to(SymbolCounts& symbols) const {
    for (std::size_t bits = 1; bits < counts.size(); ++bits) {
      symbols[16 * (bits - 1)] += counts[bits];
    }
  }
};

enum class Kind : std::uint8_t { first, refinement };

template <Kind kind>
class BandCounter {
 public:
  explicit BandCounter(const Cuts& cuts)
      : cuts_(cuts),
        bands_(cuts.size() - 1),
        first_symbols_(bands_ * bands_),
        next_symbols_(bands_ * bands_),
        runs_(cuts.size() * cuts.size()),
        corrections_(cuts.size()) {
    for (std::size_t band = 0; band < bands_; ++band) {
      std::fill(band_of_.begin() + static_cast<std::ptrdiff_t>(cuts[band]),
                band_of_.begin() + static_cast<std::ptrdiff_t>(cuts[band + 1]),
                static_cast<std::uint8_t>(band));
    }
  }

  void count(const NonzeroList& nonzeros) {
    const NonzeroList::Entry* entry = nonzeros.entries().data();
    const NonzeroList::Entry* const end = entry + nonzeros.entries().size();
    for (; entry != end; ++entry, ++block_) {
      if (*entry == NonzeroList::k_end_of_block) continue;
      begin_block();
      for (; *entry != NonzeroList::k_end_of_block; ++entry) {
        take(NonzeroList::position(*entry), NonzeroList::magnitude(*entry));
      }
      end_block();
    }
  }

  BandSizes sizes(const NonzeroList& nonzeros) {
    BandSizes out(cuts_.size());
    // of the symbols that follow another one, those whose other one is in the band as well
    for (std::size_t from = bands_; from-- > 0;) {
      SymbolCounts symbols{};
      for (std::size_t to = from + 1; to <= bands_; ++to) {
        SymbolCounts& next = next_symbols_[from * bands_ + to - 1];
        if (to - 1 > from) add(next, next_symbols_[(from + 1) * bands_ + to - 1]);
        add(symbols, next);
        add(symbols, first_symbols_[from * bands_ + to - 1]);
        end_run(from, to);
        SymbolCounts all = symbols;
        runs_[from * cuts_.size() + to].add_to(all);
        const std::uint64_t bits =
            code_bits(all) + appended_bits(all) + corrections_[to] - corrections_[from];
        out.at(from, to) = nonzeros.scaled(bits) + table_bits(all) + scan_header_bits(1);
      }
    }
    return out;
  }

 private:
  struct Symbol {
    std::uint32_t position;
    std::uint32_t entries;  ///< before it in its block
  };

  static constexpr std::size_t k_most_cuts = 64;

  void begin_block() {
    cut_ = 0;
    entries_ = 0;
    symbols_ = 0;
  }

  void take(std::size_t position, unsigned magnitude) {
    const std::size_t band = band_of_[position];
    pass_cuts(band);
    if (kind == Kind::first || magnitude == 1) {
      const auto size = static_cast<std::size_t>(std::bit_width(magnitude));
      std::size_t from = 0;
      if (symbols_ != 0) {
        const Symbol& last = block_symbols_[symbols_ - 1];
        const std::size_t last_band = band_of_[last.position];
        const std::size_t zeros = position - last.position - (entries_ - last.entries);
        add_symbol(next_symbols_[last_band * bands_ + band], zeros, size);
        from = last_band + 1;
      }
      for (; from <= band; ++from) {
        const std::size_t zeros = position - cuts_[from] - (entries_ - entries_before_[from]);
        add_symbol(first_symbols_[from * bands_ + band], zeros, size);
      }
      block_symbols_[symbols_++] = {static_cast<std::uint32_t>(position), entries_};
    }
    ++entries_;
  }

  /// All cuts up to where this band starts.
  void pass_cuts(std::size_t band) {
    for (; cut_ <= band; ++cut_) {
      entries_before_[cut_] = entries_;
      symbols_before_[cut_] = symbols_;
    }
  }

  void end_block() {
    pass_cuts(bands_);
    for (std::size_t from = 0; from < bands_ && symbols_before_[from] < symbols_; ++from) {
      const Symbol& first = block_symbols_[symbols_before_[from]];
      for (std::size_t to = band_of_[first.position] + std::size_t{1}; to <= bands_; ++to) {
        begin_run(from, to);
      }
    }
    if (kind == Kind::refinement) {
      for (std::size_t cut = 0; cut <= bands_; ++cut) {
        corrections_[cut] += entries_before_[cut] - symbols_before_[cut];
      }
    }
  }

  void end_run(std::size_t from, std::size_t to) {
    BlockRuns& runs = runs_[from * cuts_.size() + to];
    runs.end(block_, corrections_[to] - corrections_[from] - runs.corrections);
  }

  /// After the last symbol in the band of the block at hand.
  void begin_run(std::size_t from, std::size_t to) {
    end_run(from, to);
    BlockRuns& runs = runs_[from * cuts_.size() + to];
    const Symbol& last = block_symbols_[symbols_before_[to] - 1];
    const bool is_at_end = last.position + 1 == cuts_[to];
    runs.begin = block_ + (is_at_end ? 1 : 0);
    if (kind == Kind::refinement) {
      const std::uint32_t symbols = symbols_before_[to] - symbols_before_[from];
      const std::uint32_t sent = last.entries + 1 - entries_before_[from] - symbols;
      runs.corrections = corrections_[to] - corrections_[from] + sent;
    }
  }

  const Cuts& cuts_;
  std::size_t bands_;  ///< between a cut and the next one
  std::array<std::uint8_t, 64> band_of_{};
  // by two bands: of the symbol in the second one, if bands start with the first; and of the symbol
  // before it
  std::vector<SymbolCounts> first_symbols_;
  std::vector<SymbolCounts> next_symbols_;
  std::vector<BlockRuns> runs_;             ///< by both cuts
  std::vector<std::uint32_t> corrections_;  ///< before each cut, in all blocks so far
  std::uint32_t block_ = 0;

  // the block at hand
  std::size_t cut_ = 0;        ///< the next one to be passed
  std::uint32_t entries_ = 0;  ///< so far
  std::uint32_t symbols_ = 0;
  std::array<Symbol, 64> block_symbols_{};
  std::array<std::uint32_t, k_most_cuts> entries_before_{};  ///< before each cut
  std::array<std::uint32_t, k_most_cuts> symbols_before_{};
};

template <Kind kind>
BandSizes sizes_of_all(const NonzeroList& nonzeros, const Cuts& cuts) {
  BandCounter<kind> counter(cuts);
  counter.count(nonzeros);
  return counter.sizes(nonzeros);
}

}  // namespace

BandSizes first_scan_sizes(const NonzeroList& nonzeros, const Cuts& cuts) {
  return sizes_of_all<Kind::first>(nonzeros, cuts);
}

BandSizes refinement_sizes(const NonzeroList& nonzeros, const Cuts& cuts) {
  return sizes_of_all<Kind::refinement>(nonzeros, cuts);
}

}  // namespace pixmill::jpeg
