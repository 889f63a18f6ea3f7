// This file is compiled once for each target: foreach_target.h includes it again and again.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/codec/jpeg/encoder/overshoot.cpp"
#include "engine/base/kernel_targets.h"
// in this order
#include <hwy/foreach_target.h>
// and then
#include <hwy/highway.h>

#include <algorithm>

#include "engine/codec/jpeg/encoder/dct-inl.h"
#include "engine/codec/jpeg/encoder/overshoot.h"

HWY_BEFORE_NAMESPACE();
namespace pixmill::jpeg::HWY_NAMESPACE {

using Block = float[k_lanes][k_lanes];

constexpr float k_white = 126.99F;
constexpr float k_black = -127.99F;
constexpr int k_steps = 16;
/// Greatest coefficient of an 8-bit JPEG, less what steering and rounding may add.
constexpr float k_largest = 1016.0F;

/// Between which values each sample may be chosen.
struct Freedom {
  HWY_ALIGN Block least;
  HWY_ALIGN Block most;
};

struct Clipped {
  int white = 0;
  int black = 0;
};

HWY_INLINE void find_row_freedom(const float* HWY_RESTRICT samples,
                                 float* HWY_RESTRICT least,
                                 float* HWY_RESTRICT most,
                                 Clipped& clipped) {
  for (std::size_t i = 0; i < k_lanes; ++i) {
    const bool is_white = samples[i] >= k_white;
    const bool is_black = samples[i] <= k_black;
    clipped.white += is_white ? 1 : 0;
    clipped.black += is_black ? 1 : 0;
    least[i] = samples[i] - (is_black ? k_most_overshoot : 0.0F);
    most[i] = samples[i] + (is_white ? k_most_overshoot : 0.0F);
  }
}

/// False where there is nothing to choose, or nothing that it would help.
HWY_INLINE bool find_freedom(const float* samples, std::size_t stride, Freedom& out) {
  Clipped clipped;
  for (std::size_t r = 0; r < k_lanes; ++r) {
    find_row_freedom(samples + r * stride, out.least[r], out.most[r], clipped);
  }
  constexpr int all = k_lanes * k_lanes;
  return clipped.white + clipped.black > 0 && clipped.white < all && clipped.black < all;
}

HWY_INLINE void copy_block(const Block& in, Block& out) {
  for (std::size_t r = 0; r < k_lanes; ++r) std::copy(in[r], in[r] + k_lanes, out[r]);
}

/// Coefficients, with rows and columns exchanged.
HWY_INLINE void to_frequencies(const Block& in, Block& out) {
  HWY_ALIGN Block a;
  copy_block(in, a);
  transform_columns(a);
  transpose(a, out);
  transform_columns(out);
}

/// The derivative of what is minimised, by sample: the sum over all AC of a Huber function, which
/// is quadratic up to a threshold (as quantisation to nothing is free) and linear beyond (as bits
/// grow). The thresholds are the best of about twenty forms; other shapes cost up to 4 %, half or
/// twice as much 1 to 2 %.
HWY_INLINE void derivative_of_cost(const Block& samples, Block& out) {
  HWY_ALIGN Block a;
  to_frequencies(samples, a);
  for (std::size_t u = 0; u < k_lanes; ++u) {
    for (std::size_t i = 0; i < k_lanes; ++i) {
      const auto frequency = static_cast<float>(u + i);  // 0 for DC, which costs nothing
      const float threshold = 0.08F * frequency * frequency;
      const float low = a[u][i] > -threshold ? a[u][i] : -threshold;
      a[u][i] = low < threshold ? low : threshold;
    }
  }
  invert_columns(a);
  transpose(a, out);
  invert_columns(out);
}

/// From where a step would lead, `ahead`, along the derivative, as far as samples are free.
HWY_INLINE void project(const Block& ahead,
                        const Block& derivative,
                        const Freedom& freedom,
                        Block& out) {
  for (std::size_t r = 0; r < k_lanes; ++r) {
    for (std::size_t i = 0; i < k_lanes; ++i) {
      const float v = ahead[r][i] - derivative[r][i];
      const float low = v > freedom.least[r][i] ? v : freedom.least[r][i];
      out[r][i] = low < freedom.most[r][i] ? low : freedom.most[r][i];
    }
  }
}

/// x + momentum * (x - previous); and x becomes the previous one.
HWY_INLINE void go_ahead(const Block& x, float momentum, Block& previous, Block& ahead) {
  for (std::size_t r = 0; r < k_lanes; ++r) {
    for (std::size_t i = 0; i < k_lanes; ++i) {
      ahead[r][i] = x[r][i] + momentum * (x[r][i] - previous[r][i]);
      previous[r][i] = x[r][i];
    }
  }
}

/// Accelerated gradient descent; the step is 1, as the derivative's slope is at most 1. Nesterov's
/// momentum would be step / (step + 3); with so few steps more of it is better, by 1 %.
HWY_INLINE void descend(const Freedom& freedom, Block& x) {
  HWY_ALIGN Block previous;
  HWY_ALIGN Block ahead;
  HWY_ALIGN Block derivative;
  copy_block(x, previous);
  for (int step = 0; step < k_steps; ++step) {
    go_ahead(x, static_cast<float>(step) / static_cast<float>(step + 1), previous, ahead);
    derivative_of_cost(ahead, derivative);
    project(ahead, derivative, freedom, x);
  }
}

/// The share of the way from one coefficient to another that stays within the range.
HWY_INLINE float share_in_range(float from, float to) {
  const float limit = to > 0.0F ? k_largest : -k_largest;
  const bool leaves = to > 0.0F ? to > limit && to > from : to < limit && to < from;
  return leaves ? std::max(0.0F, (limit - from) / (to - from)) : 1.0F;
}

/// The least of those shares of a whole block.
float share_in_range(const Block& before, const Block& after) {
  HWY_ALIGN Block a;
  HWY_ALIGN Block b;
  to_frequencies(before, a);
  to_frequencies(after, b);
  float share = 1.0F;
  for (std::size_t u = 0; u < k_lanes; ++u) {
    for (std::size_t i = 0; i < k_lanes; ++i) {
      share = std::min(share, share_in_range(a[u][i], b[u][i]));
    }
  }
  return share;
}

void let_overshoot(float* samples, std::size_t stride, std::size_t blocks) {
  Freedom freedom;
  HWY_ALIGN Block before;
  HWY_ALIGN Block after;
  for (std::size_t block = 0; block < blocks; ++block) {
    float* own = samples + block * k_lanes;
    if (!find_freedom(own, stride, freedom)) continue;
    for (std::size_t r = 0; r < k_lanes; ++r) {
      std::copy(own + r * stride, own + r * stride + k_lanes, before[r]);
    }
    copy_block(before, after);
    descend(freedom, after);
    const float share = share_in_range(before, after);
    for (std::size_t r = 0; r < k_lanes; ++r) {
      for (std::size_t i = 0; i < k_lanes; ++i) {
        own[r * stride + i] = before[r][i] + share * (after[r][i] - before[r][i]);
      }
    }
  }
}

}  // namespace pixmill::jpeg::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "engine/base/kernel_choice.h"

namespace pixmill::jpeg {

LetOvershoot portable_let_overshoot() {
  return PIXMILL_PORTABLE(let_overshoot);
}

LetOvershoot best_let_overshoot() {
  return PIXMILL_BEST(let_overshoot);
}

}  // namespace pixmill::jpeg
#endif
