#include "engine/codec/jpeg/scans/band_sizes.h"

#include <array>
#include <bit>

#include "engine/codec/jpeg/scans/coded_size.h"
#include "engine/codec/jpeg/symbol_counts.h"

namespace pixmill::jpeg {

namespace {

/// Where libjpeg ends a run of blocks without symbols early.
constexpr unsigned k_longest_run = 0x7FFF;
constexpr unsigned k_most_correction_bits = 1000 - 64 + 1;

constexpr std::size_t k_sixteen_zeros = 0xF0;

void add(SymbolCounts& sum, const SymbolCounts& counts) {
  for (std::size_t symbol = 0; symbol < sum.size(); ++symbol) sum[symbol] += counts[symbol];
}

void multiply(SymbolCounts& counts, std::uint32_t factor) {
  for (std::uint32_t& count : counts) count *= factor;
}

/// The runs of blocks that have no symbol (any more), in bands that end at one cut.
class BlockRuns {
 public:
  void block_with_symbols() { flush(); }

  void empty_blocks(unsigned count) {
    for (; length_ + count >= k_longest_run; flush()) {
      count -= k_longest_run - length_;
      length_ = k_longest_run;
    }
    length_ += count;
  }

  void block_ends_early(unsigned correction_bits) {
    ++length_;
    correction_bits_ += correction_bits;
    if (length_ == k_longest_run || correction_bits_ > k_most_correction_bits) flush();
  }

  void flush() {
    if (length_ == 0) return;
    ++counts_[static_cast<std::size_t>(std::bit_width(length_) - 1)];
    length_ = 0;
    correction_bits_ = 0;
  }

  void add_to(SymbolCounts& counts) const {
    for (std::size_t size = 0; size < counts_.size(); ++size) counts[16 * size] += counts_[size];
  }

 private:
  std::array<std::uint32_t, 15> counts_{};
  unsigned length_ = 0;
  unsigned correction_bits_ = 0;
};

enum class Kind : std::uint8_t { first, refinement };

/// All bands that start at one cut. Band i lies between cuts i and i + 1.
template <Kind kind>
class BandsFrom {
 public:
  BandsFrom(const Cuts& cuts, std::size_t from)
      : cuts_(cuts), from_(from), bands_(cuts.size()), runs_(cuts.size()) {}

  void count(const NonzeroList& nonzeros) {
    begin_block();
    NonzeroList::Entry previous = NonzeroList::k_end_of_block;
    for (const NonzeroList::Entry entry : nonzeros.entries()) {
      const bool is_first = previous == NonzeroList::k_end_of_block;
      previous = entry;
      if (entry == NonzeroList::k_end_of_block) {
        if (is_first) {
          ++empty_blocks_;
          continue;
        }
        while (band_ + 1 < cuts_.size()) end_band();
        begin_block();
        continue;
      }
      if (is_first) end_empty_blocks();
      const std::size_t position = NonzeroList::position(entry);
      if (position < cuts_[from_]) continue;
      while (position >= cuts_[band_ + 1]) end_band();
      take(position, NonzeroList::magnitude(entry));
    }
  }

  void sizes(std::uint32_t share, BandSizes& out) {
    end_empty_blocks();
    SymbolCounts symbols{};
    std::uint64_t corrections = 0;
    for (std::size_t to = from_ + 1; to < cuts_.size(); ++to) {
      add(symbols, bands_[to - 1].symbols);
      corrections += bands_[to - 1].corrections;
      SymbolCounts all = symbols;
      runs_[to].flush();
      runs_[to].add_to(all);
      multiply(all, share);
      out.at(from_, to) =
          coded_bits(all) + appended_bits(all) + share * corrections + scan_header_bits(1);
    }
  }

 private:
  struct Band {
    SymbolCounts symbols{};
    std::uint64_t corrections = 0;
  };

  /// Many blocks of chroma are empty; they come in all bands at once.
  void end_empty_blocks() {
    if (empty_blocks_ == 0) return;
    for (std::size_t to = from_ + 1; to < cuts_.size(); ++to) runs_[to].empty_blocks(empty_blocks_);
    empty_blocks_ = 0;
  }

  void begin_block() {
    band_ = from_;
    zeros_from_ = cuts_[from_];
    last_symbol_ = 0;
    zeros_ = 0;
    trailing_corrections_ = 0;
  }

  void take(std::size_t position, unsigned magnitude) {
    zeros_ += position - zeros_from_;
    zeros_from_ = position + 1;
    if (kind == Kind::refinement && magnitude > 1) {
      ++bands_[band_].corrections;
      ++trailing_corrections_;
      return;
    }
    SymbolCounts& symbols = bands_[band_].symbols;
    symbols[k_sixteen_zeros] += static_cast<std::uint32_t>(zeros_ / 16);
    ++symbols[16 * (zeros_ % 16) + static_cast<std::size_t>(std::bit_width(magnitude))];
    last_symbol_ = position;
    zeros_ = 0;
    trailing_corrections_ = 0;
  }

  /// The block in all bands that end at the next cut.
  void end_band() {
    ++band_;
    BlockRuns& runs = runs_[band_];
    if (last_symbol_ != 0) runs.block_with_symbols();
    if (last_symbol_ + 1 != cuts_[band_]) runs.block_ends_early(trailing_corrections_);
  }

  const Cuts& cuts_;
  std::size_t from_;
  std::vector<Band> bands_;
  std::vector<BlockRuns> runs_;  ///< by the cut where bands end
  unsigned empty_blocks_ = 0;    ///< just before the block at hand

  // the block at hand
  std::size_t band_ = 0;
  std::size_t zeros_from_ = 0;
  std::size_t last_symbol_ = 0;  ///< its position; 0 for none
  std::size_t zeros_ = 0;        ///< since then
  unsigned trailing_corrections_ = 0;
};

template <Kind kind>
BandSizes sizes_of_all(const Sample& sample, const Cuts& cuts) {
  BandSizes out(cuts.size());
  for (std::size_t from = 0; from + 1 < cuts.size(); ++from) {
    BandsFrom<kind> bands(cuts, from);
    bands.count(sample.nonzeros);
    bands.sizes(sample.share, out);
  }
  return out;
}

}  // namespace

BandSizes first_scan_sizes(const Sample& sample, const Cuts& cuts) {
  return sizes_of_all<Kind::first>(sample, cuts);
}

BandSizes refinement_sizes(const Sample& sample, const Cuts& cuts) {
  return sizes_of_all<Kind::refinement>(sample, cuts);
}

}  // namespace pixmill::jpeg
