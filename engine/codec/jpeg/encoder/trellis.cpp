#include "engine/codec/jpeg/encoder/trellis.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "engine/codec/jpeg/zigzag.h"

namespace pixmill::jpeg {

namespace {

/// A block's coefficients in units of their steps, arranged so that sums over the zigzag order run
/// side by side: coefficient k stands in row k % 8 and column k / 8.
class ScaledBlock {
 public:
  explicit ScaledBlock(const QuantTable& steps) {
    for (std::size_t k = 0; k < 64; ++k) {
      scale_[place(k)] = 1.0F / static_cast<float>(k_dct_one * steps[k]);
      natural_[place(k)] = k_zigzag[k];
    }
  }

  void load(const std::int16_t* block) {
    for (std::size_t i = 0; i < 64; ++i) magnitude_[i] = static_cast<float>(block[natural_[i]]);
    for (std::size_t i = 0; i < 64; ++i) magnitude_[i] = std::fabs(magnitude_[i]) * scale_[i];
    for (std::size_t i = 0; i < 64; ++i) energy_[i] = magnitude_[i] * magnitude_[i];
    energy_[0] = 0;  // DC is no part of this
    for (std::size_t i = 8; i < 64; ++i) energy_[i] += energy_[i - 8];
    for (std::size_t column = 1; column < 9; ++column) {
      before_[column] = before_[column - 1] + energy_[56 + column - 1];
    }
  }

  float magnitude(std::size_t k) const { return magnitude_[place(k)]; }
  /// The squares of all AC coefficients up to and with k, summed.
  float energy(std::size_t k) const { return before_[k / 8] + energy_[place(k)]; }
  float energy() const { return before_[8]; }

  /// A bit for each coefficient: those that do not round to zero.
  std::uint64_t significant() const {
    std::array<std::uint8_t, 64> is_large{};
    for (std::size_t i = 0; i < 64; ++i) is_large[i] = magnitude_[i] >= 0.5F ? 1 : 0;
    std::uint64_t bits = 0;
    for (std::size_t row = 0; row < 8; ++row) {
      std::uint64_t columns = 0;
      for (std::size_t column = 0; column < 8; ++column) {
        columns |= std::uint64_t{is_large[8 * row + column]} << (8 * column);
      }
      bits |= columns << row;
    }
    return bits;
  }

 private:
  static constexpr std::size_t place(std::size_t k) { return 8 * (k % 8) + k / 8; }

  std::array<float, 64> scale_{};
  std::array<std::uint8_t, 64> natural_{};
  std::array<float, 64> magnitude_{};
  std::array<float, 64> energy_{};  ///< summed from the top of its column
  std::array<float, 9> before_{};   ///< the sums of all columns before this one
};

/// A coefficient that does not round to zero, and the cheapest way to end a run of them with it.
struct Node {
  float magnitude = 0;        ///< in steps
  float before = 0;           ///< lambda times the squares of all coefficients before it
  float after = 0;            ///< the same with itself
  float cost = 0;             ///< of everything up to and including it, zeros before it at no error
  std::uint8_t position = 0;  ///< in zigzag order
  std::uint8_t previous = 0;  ///< index of the node before it
  std::int16_t level = 0;
};

/// Bits of error that no path is worth: what lies between two nodes could have been coded for less.
constexpr float k_hopeless = 48;

class BlockTrellis {
 public:
  BlockTrellis(const QuantTable& steps, const RateTable& rates) : rates_(rates), block_(steps) {}

  void quantise(const std::int16_t* in, float lambda, std::int16_t* out) {
    block_.load(in);
    collect(lambda);
    for (std::size_t i = 1; i < count_; ++i) reach(i, lambda);
    write(in, best_end(), out);
  }

 private:
  /// Node 0 is the start of the block; then the coefficients that may be kept.
  void collect(float lambda) {
    count_ = 1;
    for (std::uint64_t left = block_.significant() & ~std::uint64_t{1}; left != 0;
         left &= left - 1) {
      const auto k = static_cast<std::size_t>(std::countr_zero(left));
      Node& node = nodes_[count_++];
      node.position = static_cast<std::uint8_t>(k);
      node.magnitude = block_.magnitude(k);
      node.after = lambda * block_.energy(k);
      node.before = lambda * block_.energy(k - 1);
    }
    all_zeros_ = lambda * block_.energy();
  }

  void reach(std::size_t i, float lambda) {
    Node& node = nodes_[i];
    const float to_round = node.magnitude + 0.5F;
    const int rounded = static_cast<int>(to_round);
    const auto size = static_cast<std::size_t>(std::bit_width(static_cast<unsigned>(rounded)));
    const float error = node.magnitude - static_cast<float>(rounded);
    const float error_cost = lambda * error * error;
    const int smaller = static_cast<int>(std::bit_floor(static_cast<unsigned>(rounded))) - 1;
    const float smaller_error = node.magnitude - static_cast<float>(smaller);
    const float smaller_cost = smaller > 0 ? lambda * smaller_error * smaller_error : 0;
    const float unavoidable = node.before - nodes_[i - 1].after;
    float best = 3e38F;
    for (std::size_t j = i; j-- > 0;) {
      const Node& from = nodes_[j];
      const std::size_t zeros = node.position - from.position - 1U;
      const std::size_t sixteens = zeros / 16;
      const std::size_t run = zeros % 16;
      const float dropped = node.before - from.after;
      if (dropped > unavoidable + k_hopeless) break;
      const float base = from.cost + dropped;
      const float run_bits = static_cast<float>(sixteens) * rates_.sixteen_zeros();
      float cost = base + run_bits + rates_.of(run, size) + error_cost;
      int level = rounded;
      if (smaller > 0) {
        const float other = base + run_bits + rates_.of(run, size - 1) + smaller_cost;
        if (other < cost) {
          cost = other;
          level = smaller;
        }
      }
      if (cost < best) {
        best = cost;
        node.previous = static_cast<std::uint8_t>(j);
        node.level = static_cast<std::int16_t>(level);
      }
    }
    node.cost = best;
  }

  std::size_t best_end() const {
    std::size_t best = 0;
    float least = all_zeros_ + rates_.end_of_block();
    for (std::size_t i = 1; i < count_; ++i) {
      const float end = nodes_[i].position == 63 ? 0 : rates_.end_of_block();
      const float cost = nodes_[i].cost + (all_zeros_ - nodes_[i].after) + end;
      if (cost < least) {
        least = cost;
        best = i;
      }
    }
    return best;
  }

  void write(const std::int16_t* in, std::size_t last, std::int16_t* out) const {
    std::fill(out, out + 64, std::int16_t{0});
    const float dc = block_.magnitude(0) + 0.5F;
    const auto rounded = static_cast<std::int16_t>(dc);
    out[0] = in[0] < 0 ? static_cast<std::int16_t>(-rounded) : rounded;
    for (std::size_t i = last; i != 0; i = nodes_[i].previous) {
      const std::size_t natural = k_zigzag[nodes_[i].position];
      const int sign = in[natural] < 0 ? -1 : 1;
      out[natural] = static_cast<std::int16_t>(sign * nodes_[i].level);
    }
  }

  const RateTable& rates_;
  ScaledBlock block_;
  std::array<Node, 64> nodes_{};
  std::size_t count_ = 0;
  float all_zeros_ = 0;
};

}  // namespace

void quantise_by_trellis(const DctPlane& plane,
                         std::span<const float> lambda,
                         const RateTable& rates,
                         CoefficientPlane& out) {
  BlockTrellis trellis(out.steps, rates);
  for (std::size_t block = 0; block < plane.block_count(); ++block) {
    trellis.quantise(
        plane.values.data() + 64 * block, lambda[block], out.values.data() + 64 * block);
  }
}

}  // namespace pixmill::jpeg
