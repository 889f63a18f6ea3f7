#include "engine/codec/jpeg/encoder/quant_tables.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "engine/codec/jpeg/encoder/real_functions.h"
#include "engine/codec/jpeg/zigzag.h"

namespace pixmill::jpeg {

namespace {

using Table = std::array<std::uint8_t, 64>;  // natural order

/// Trained tables stand at these; between them, logarithms of steps are interpolated. The scale is
/// the geometric mean of luma's AC steps over that of annex K's table.
constexpr std::array<double, 4> k_anchor_scales = {1.044, 0.586, 0.299, 0.170};

constexpr std::array<std::array<Table, 3>, 4> k_anchors = {{
    {{
        {{8,  13, 42, 34, 52, 41, 59, 53, 13, 22, 44, 36, 53, 50, 57, 57, 42, 44, 44, 48, 59, 59,
          69, 60, 34, 36, 48, 50, 56, 63, 61, 59, 52, 53, 59, 56, 64, 71, 72, 61, 41, 50, 59, 63,
          71, 70, 56, 67, 59, 57, 69, 61, 72, 56, 60, 60, 53, 57, 60, 59, 61, 67, 60, 48}},
        {{8,  19, 32,  34, 45, 43,  61,  81,  19, 25, 35, 42,  45,  53,  92,  80,
          32, 35, 42,  43, 52, 75,  231, 91,  34, 42, 43, 57,  47,  82,  95,  163,
          45, 45, 52,  47, 64, 53,  64,  232, 43, 53, 75, 82,  53,  120, 176, 59,
          61, 92, 231, 95, 64, 176, 58,  58,  81, 80, 91, 163, 232, 59,  58,  255}},
        {{8,  19, 22, 22, 41, 42, 46, 50, 19, 17, 23, 25, 41, 33, 44, 49, 22, 23, 31, 31, 35, 41,
          43, 50, 22, 25, 31, 33, 42, 41, 45, 48, 41, 41, 35, 42, 35, 54, 37, 46, 42, 33, 41, 41,
          54, 42, 48, 70, 46, 44, 43, 45, 37, 48, 76, 69, 50, 49, 50, 48, 46, 70, 69, 255}},
    }},
    {{
        {{8,  9,  21, 20, 25, 21, 30, 27, 9,  12, 25, 21, 27, 25, 28, 31, 21, 25, 24, 27, 29, 28,
          33, 33, 20, 21, 27, 26, 31, 31, 34, 33, 25, 27, 29, 31, 34, 38, 39, 36, 21, 25, 28, 31,
          38, 39, 33, 40, 30, 28, 33, 34, 39, 33, 36, 35, 27, 31, 33, 33, 36, 40, 35, 28}},
        {{8,  11, 23,  19, 25, 27,  35,  50,  11, 15, 21, 24, 28,  31, 56,  45,
          23, 21, 24,  28, 31, 45,  194, 52,  19, 24, 28, 33, 29,  49, 56,  94,
          25, 28, 31,  29, 36, 31,  37,  133, 27, 31, 45, 49, 31,  68, 101, 34,
          35, 56, 194, 56, 37, 101, 34,  34,  50, 45, 52, 94, 133, 34, 34,  223}},
        {{8,  10, 12, 15, 23, 22, 29, 31, 10, 11, 15, 16, 22, 21, 27, 26, 12, 15, 18, 18, 22, 26,
          24, 28, 15, 16, 18, 21, 27, 22, 25, 27, 23, 22, 22, 27, 19, 29, 21, 26, 22, 21, 26, 22,
          29, 23, 27, 40, 29, 27, 24, 25, 21, 27, 43, 40, 31, 26, 28, 27, 26, 40, 40, 254}},
    }},
    {{
        {{3,  4,  11, 10, 13, 10, 14, 12, 4,  6,  13, 10, 12, 11, 13, 12, 11, 13, 12, 12, 13, 13,
          13, 13, 10, 10, 12, 12, 13, 13, 15, 13, 13, 12, 13, 13, 14, 15, 16, 17, 10, 11, 13, 13,
          15, 16, 16, 18, 14, 13, 13, 15, 16, 16, 17, 17, 12, 12, 13, 13, 17, 18, 17, 13}},
        {{4,  5,  10, 10, 12, 12, 15, 24, 5,  8,  12, 13, 13, 13, 28, 18, 10, 12, 13, 14, 14, 22,
          85, 20, 10, 13, 14, 14, 14, 20, 25, 37, 12, 13, 14, 14, 16, 12, 15, 54, 12, 13, 22, 20,
          12, 28, 41, 13, 15, 28, 85, 25, 15, 41, 13, 13, 24, 18, 20, 37, 54, 13, 13, 103}},
        {{4,  6,  6,  8,  11, 10, 13, 15, 6,  6,  8,  8,  10, 10, 13, 12, 6,  8,  11, 9,  10, 11,
          11, 12, 8,  8,  9,  10, 11, 11, 12, 14, 11, 10, 10, 11, 8,  14, 11, 14, 10, 10, 11, 11,
          14, 12, 14, 19, 13, 13, 11, 12, 11, 14, 22, 19, 15, 12, 12, 14, 14, 19, 19, 164}},
    }},
    {{
        {{2, 3, 5, 6, 7, 7, 8, 7, 3, 3, 7, 5, 8, 7, 8, 8, 5, 7, 7, 8, 8, 8,
          8, 8, 6, 5, 8, 8, 8, 8, 8, 7, 7, 8, 8, 8, 8, 8, 8, 8, 7, 7, 8, 8,
          8, 8, 8, 9, 8, 8, 8, 8, 8, 8, 8, 8, 7, 8, 8, 7, 8, 9, 8, 7}},
        {{2,  2,  7,  7, 8, 7,  8,  12, 2,  4,  8, 9, 7,  7,  15, 10, 7,  8,  9, 8, 7,  12,
          46, 11, 7,  9, 8, 8,  8,  11, 13, 21, 8, 7, 7,  8,  8,  7,  8,  29, 7, 7, 12, 11,
          7,  14, 22, 8, 8, 15, 46, 13, 8,  22, 8, 8, 12, 10, 11, 21, 29, 8,  8, 56}},
        {{2, 3, 3, 5,  7, 6, 7, 8, 3, 3, 5,  5,  6, 7, 7, 7, 3, 5,  7,  6,  7, 7,
          7, 8, 5, 5,  6, 5, 7, 7, 7, 8, 7,  6,  7, 7, 5, 8, 7, 8,  6,  7,  7, 7,
          8, 7, 8, 11, 7, 7, 7, 7, 7, 8, 13, 11, 8, 7, 8, 8, 8, 11, 11, 100}},
    }},
}};

/// DC has a step of its own: 8 is one grey level, and a finer one pays only from a score of about
/// 75 on.
struct DcStep {
  double from_scale;
  std::uint16_t step;
};
constexpr std::array<DcStep, 6> k_dc_steps = {
    {{2.6, 16}, {0.53, 8}, {0.43, 5}, {0.34, 4}, {0.24, 3}, {0.10, 2}}};

std::uint16_t dc_step(double scale) {
  for (const DcStep& row : k_dc_steps) {
    if (scale >= row.from_scale) return row.step;
  }
  return 1;
}

std::uint16_t ac_step(int component, int position, double scale) {
  const auto at = [&](std::size_t anchor) {
    return static_cast<double>(
        k_anchors[anchor][static_cast<std::size_t>(component)][static_cast<std::size_t>(position)]);
  };
  std::size_t next = 1;
  while (next < k_anchor_scales.size() - 1 && scale < k_anchor_scales[next]) ++next;
  const double above = k_anchor_scales[next - 1];
  const double below = k_anchor_scales[next];
  double step = 0;
  if (scale >= above) {
    step = at(next - 1) * scale / above;
  } else if (scale <= below) {
    step = at(next) * scale / below;
  } else {
    const double part = log2_of(scale / above) / log2_of(below / above);
    step = exp2_of(log2_of(at(next - 1)) * (1 - part) + log2_of(at(next)) * part);
  }
  return static_cast<std::uint16_t>(std::clamp(std::floor(step + 0.5), 1.0, 255.0));
}

}  // namespace

double step_scale(int quality) {
  const int q = std::clamp(quality, 1, 100);
  return q < 50 ? 50.0 / q : 2.0 - 0.02 * q;
}

ComponentSteps steps_at(int quality) {
  const double scale = step_scale(quality);
  ComponentSteps steps{};
  for (int component = 0; component < 3; ++component) {
    QuantTable& table = steps[static_cast<std::size_t>(component)];
    table[0] = dc_step(scale);
    for (std::size_t k = 1; k < 64; ++k) table[k] = ac_step(component, k_zigzag[k], scale);
  }
  return steps;
}

}  // namespace pixmill::jpeg
