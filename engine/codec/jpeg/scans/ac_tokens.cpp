#include "engine/codec/jpeg/scans/ac_tokens.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "engine/codec/jpeg/scans/block_runs.h"

namespace pixmill::jpeg {

namespace {

constexpr unsigned k_most_value_bits = 10;

/// A band's bits in `places`, and those of what comes before it.
struct Band {
  explicit Band(const Scan& scan)
      : first(static_cast<unsigned>(scan.first)),
        last(static_cast<unsigned>(scan.last)),
        before((std::uint64_t{1} << first) - 1),
        inside(((std::uint64_t{2} << last) - 1) & ~before) {}

  unsigned first;
  unsigned last;
  std::uint64_t before;
  std::uint64_t inside;
};

/// The values of a block that are in the band.
const std::int16_t* values_in(const PackedBlocks& blocks, std::size_t block, const Band& band) {
  const auto skipped = static_cast<std::size_t>(std::popcount(blocks.places[block] & band.before));
  return blocks.values.data() + blocks.starts[block] + skipped;
}

/// Bits of one block's values, which are sent after what comes first.
struct BlockBits {
  std::uint64_t bits = 0;
  unsigned count = 0;

  void add(int bit) {
    bits = bits << 1U | static_cast<unsigned>(bit);
    ++count;
  }

  void send(ScanTokens& tokens) {
    for (; count > 0; count -= std::min(count, 16U)) {
      const unsigned sent = std::min(count, 16U);
      tokens.add(ScanTokens::k_no_code, sent, static_cast<std::uint32_t>(bits >> (count - sent)));
    }
    bits = 0;
  }
};

/// Those of a run of blocks.
class RunBits {
 public:
  unsigned count() const { return count_; }

  void append(const BlockBits& block) {
    if (block.count == 0) return;
    const std::uint64_t bits = block.bits << (64 - block.count);
    const unsigned used = count_ % 64;
    std::uint64_t& word = words_[count_ / 64];
    word = used == 0 ? bits : word | bits >> used;
    if (used + block.count > 64) words_[count_ / 64 + 1] = bits << (64 - used);
    count_ += block.count;
  }

  void send(ScanTokens& tokens) {
    for (unsigned done = 0; done < count_; done += 16) {
      const unsigned sent = std::min(count_ - done, 16U);
      const std::uint64_t word = words_[done / 64] << done % 64;
      tokens.add(ScanTokens::k_no_code, sent, static_cast<std::uint32_t>(word >> (64 - sent)));
    }
    count_ = 0;
  }

 private:
  unsigned count_ = 0;
  std::array<std::uint64_t, (k_most_correction_bits + 64) / 64 + 1> words_{};
};

/// A run of blocks that have no symbol (any more), and their correction bits.
struct Run {
  std::uint32_t blocks = 0;
  RunBits bits;

  void end(ScanTokens& tokens) {
    if (blocks == 0) return;
    const auto size = static_cast<unsigned>(std::bit_width(blocks)) - 1;
    tokens.add(std::size_t{size} << 4U, size, blocks);
    blocks = 0;
    bits.send(tokens);
  }

  void add_block(ScanTokens& tokens) {
    if (++blocks == k_longest_run || bits.count() > k_most_correction_bits) end(tokens);
  }
};

/// The symbols of a block in a first scan that has some; returns the bits of its largest value.
unsigned add_block(std::uint64_t places,
                   const std::int16_t* value,
                   const Band& band,
                   ScanTokens& tokens) {
  unsigned largest = 0;
  unsigned next = band.first;
  for (; places != 0; places &= places - 1, ++value) {
    const auto k = static_cast<unsigned>(std::countr_zero(places));
    unsigned zeros = k - next;
    for (; zeros > 15; zeros -= 16) tokens.add(k_sixteen_zeros, 0, 0);
    const int sign = *value >> 15;  // -1 or 0
    const auto magnitude = static_cast<unsigned>((*value ^ sign) - sign);
    const auto size = static_cast<unsigned>(std::bit_width(magnitude));
    largest = std::max(largest, size);
    tokens.add(16 * zeros + size, size, static_cast<std::uint32_t>(*value + sign));
    next = k + 1;
  }
  return largest;
}

/// A block of a refinement with new coefficients, whose values are 1 or -1.
void add_refined_block(std::uint64_t places,
                       const std::int16_t* value,
                       const Band& band,
                       Run& run,
                       ScanTokens& tokens) {
  // the last new one: no sixteen zeros are told after it
  unsigned last_new = 0;
  const std::int16_t* v = value;
  for (std::uint64_t left = places; left != 0; left &= left - 1, ++v) {
    if (*v == 1 || *v == -1) last_new = static_cast<unsigned>(std::countr_zero(left));
  }
  unsigned next = band.first;
  unsigned zeros = 0;
  BlockBits bits;
  for (; places != 0; places &= places - 1, ++value) {
    const auto k = static_cast<unsigned>(std::countr_zero(places));
    zeros += k - next;
    next = k + 1;
    for (; zeros > 15 && k <= last_new; zeros -= 16) {
      run.end(tokens);
      tokens.add(k_sixteen_zeros, 0, 0);
      bits.send(tokens);
    }
    if (*value != 1 && *value != -1) {
      bits.add(*value & 1);  // of the magnitude, too
      continue;
    }
    run.end(tokens);
    tokens.add(16 * zeros + 1, 1, *value > 0 ? 1 : 0);
    bits.send(tokens);
    zeros = 0;
  }
  zeros += band.last + 1 - next;
  if (zeros == 0 && bits.count == 0) return;
  run.bits.append(bits);
  run.add_block(tokens);
}

}  // namespace

std::size_t most_ac_tokens(const PackedBlocks& blocks) {
  // a value's own, or its share of correction bits; three times sixteen zeros and a run's end
  return blocks.values.size() + 4 * blocks.size() + 1;
}

Status add_first_scan(const PackedBlocks& blocks, const Scan& scan, ScanTokens& tokens) {
  const Band band(scan);
  Run run;
  unsigned largest = 0;
  for (std::size_t block = 0; block < blocks.size(); ++block) {
    const std::uint64_t places = blocks.places[block] & band.inside;
    if (places == 0) {
      run.add_block(tokens);
      continue;
    }
    run.end(tokens);
    largest = std::max(largest, add_block(places, values_in(blocks, block, band), band, tokens));
    if ((places >> band.last & 1U) == 0) run.add_block(tokens);
  }
  run.end(tokens);
  if (largest <= k_most_value_bits) return {};
  return unexpected(ErrorCode::internal, "a DCT coefficient is out of range");
}

void add_refinement(const PackedBlocks& blocks, const Scan& scan, ScanTokens& tokens) {
  const Band band(scan);
  Run run;
  for (std::size_t block = 0; block < blocks.size(); ++block) {
    const std::uint64_t places = blocks.places[block] & band.inside;
    if (places == 0) {
      run.add_block(tokens);
    } else {
      add_refined_block(places, values_in(blocks, block, band), band, run, tokens);
    }
  }
  run.end(tokens);
}

}  // namespace pixmill::jpeg
