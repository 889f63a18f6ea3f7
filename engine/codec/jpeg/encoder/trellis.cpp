#include "engine/codec/jpeg/encoder/trellis.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "engine/codec/jpeg/zigzag.h"

namespace pixmill::jpeg {

namespace {

/// A coefficient that does not round to zero, and the cheapest way to end a run of them with it.
struct Node {
  std::uint8_t position = 0;  ///< in zigzag order
  std::uint8_t previous = 0;  ///< index of the node before it
  std::int16_t level = 0;
  float cost = 0;   ///< of everything up to and including it, zeros before it at no error
  float zeros = 0;  ///< lambda times the squares of all coefficients up to it
};

class BlockTrellis {
 public:
  BlockTrellis(const QuantTable& steps, const RateTable& rates) : rates_(rates) {
    for (std::size_t k = 0; k < 64; ++k)
      scale_[k] = 1.0F / static_cast<float>(k_dct_one * steps[k]);
  }

  void quantise(const std::int16_t* in, float lambda, std::int16_t* out) {
    collect(in, lambda);
    for (std::size_t i = 1; i < count_; ++i) reach(i, lambda);
    write(in, best_end(), out);
  }

 private:
  /// Node 0 is the start of the block; then the coefficients that may be kept.
  void collect(const std::int16_t* in, float lambda) {
    nodes_[0] = Node{};
    count_ = 1;
    float zeros = 0;
    for (std::size_t k = 1; k < 64; ++k) {
      const float value = static_cast<float>(in[k_zigzag[k]]) * scale_[k];
      const float magnitude = value < 0 ? -value : value;
      before_[count_] = zeros;
      zeros += lambda * (magnitude * magnitude);
      if (magnitude < 0.5F) continue;
      Node& node = nodes_[count_];
      node.position = static_cast<std::uint8_t>(k);
      node.zeros = zeros;
      magnitudes_[count_] = magnitude;
      ++count_;
    }
    all_zeros_ = zeros;
  }

  void reach(std::size_t i, float lambda) {
    Node& node = nodes_[i];
    const float to_round = magnitudes_[i] + 0.5F;
    const int rounded = static_cast<int>(to_round);
    const auto size = static_cast<std::size_t>(std::bit_width(static_cast<unsigned>(rounded)));
    const float error = magnitudes_[i] - static_cast<float>(rounded);
    const float error_cost = lambda * error * error;
    const int smaller = static_cast<int>(std::bit_floor(static_cast<unsigned>(rounded))) - 1;
    const float smaller_error = magnitudes_[i] - static_cast<float>(smaller);
    const float smaller_cost = smaller > 0 ? lambda * smaller_error * smaller_error : 0;
    float best = 3e38F;
    for (std::size_t j = i; j-- > 0;) {
      const Node& from = nodes_[j];
      std::size_t run = node.position - from.position - 1U;
      const float base = from.cost + (before_[i] - from.zeros);
      float run_bits = 0;
      for (; run > 15; run -= 16) run_bits += rates_.sixteen_zeros();
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
      const float cost = nodes_[i].cost + (all_zeros_ - nodes_[i].zeros) + end;
      if (cost < least) {
        least = cost;
        best = i;
      }
    }
    return best;
  }

  void write(const std::int16_t* in, std::size_t last, std::int16_t* out) const {
    std::fill(out, out + 64, std::int16_t{0});
    const float dc = static_cast<float>(in[0]) * scale_[0];
    out[0] = static_cast<std::int16_t>(std::floor(dc + 0.5F));
    for (std::size_t i = last; i != 0; i = nodes_[i].previous) {
      const std::size_t natural = k_zigzag[nodes_[i].position];
      out[natural] =
          static_cast<std::int16_t>(in[natural] < 0 ? -nodes_[i].level : nodes_[i].level);
    }
  }

  const RateTable& rates_;
  std::array<float, 64> scale_{};
  std::array<Node, 64> nodes_{};
  std::array<float, 65> before_{};
  std::array<float, 64> magnitudes_{};
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
