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
        {{8,  16, 36, 31, 47, 37, 53, 48, 16, 19, 40, 33, 48, 45, 52, 52, 36, 40, 40, 43, 53, 53,
          62, 54, 31, 33, 43, 45, 51, 57, 55, 59, 47, 48, 53, 51, 58, 64, 72, 61, 37, 45, 53, 57,
          64, 70, 56, 67, 53, 52, 62, 55, 72, 56, 60, 60, 48, 52, 54, 59, 61, 67, 60, 48}},
        {{8,  21,  30,  31,  41, 39,  55,  90,  21, 24, 32,  38,  41,  48,  102, 88,
          30, 32,  38,  39,  47, 83,  255, 101, 31, 38, 39,  52,  52,  91,  105, 163,
          41, 41,  47,  52,  71, 59,  64,  233, 39, 48, 83,  91,  59,  120, 176, 59,
          55, 102, 255, 105, 64, 176, 58,  58,  90, 88, 101, 163, 233, 59,  58,  255}},
        {{8,  17, 22, 22, 41, 38, 42, 45, 17, 17, 23, 25, 37, 30, 40, 44, 22, 23, 31, 28, 32, 37,
          39, 45, 22, 25, 28, 30, 38, 37, 41, 48, 41, 37, 32, 38, 32, 49, 37, 46, 38, 30, 37, 37,
          49, 42, 48, 70, 42, 40, 39, 41, 37, 48, 76, 69, 45, 44, 45, 48, 46, 70, 69, 255}},
    }},
    {{
        {{8,  10, 20, 19, 24, 20, 28, 26, 10, 11, 24, 20, 25, 23, 27, 29, 20, 24, 23, 25, 27, 27,
          31, 31, 19, 20, 25, 24, 29, 29, 32, 34, 24, 25, 27, 29, 32, 36, 41, 37, 20, 23, 27, 29,
          36, 40, 34, 41, 28, 27, 31, 32, 41, 34, 37, 36, 26, 29, 31, 34, 37, 41, 36, 29}},
        {{8,  12, 22,  17, 23, 25, 33,  54,  12, 14, 19, 22, 26,  29, 61, 49,
          22, 19, 22,  26, 29, 49, 211, 57,  17, 22, 26, 31, 31,  53, 61, 92,
          23, 26, 29,  31, 40, 33, 36,  131, 25, 29, 49, 53, 33,  67, 99, 33,
          33, 61, 211, 61, 36, 99, 33,  33,  54, 49, 57, 92, 131, 33, 33, 218}},
        {{8,  10, 12, 14, 22, 21, 27, 29, 10, 11, 14, 15, 21, 20, 25, 24, 12, 14, 17, 17, 21, 24,
          22, 26, 14, 15, 17, 20, 25, 21, 23, 27, 22, 21, 21, 25, 18, 27, 21, 26, 21, 20, 24, 21,
          27, 23, 27, 40, 27, 25, 22, 23, 21, 27, 43, 40, 29, 24, 26, 27, 26, 40, 40, 255}},
    }},
    {{
        {{3,  5,  12, 11, 14, 11, 15, 13, 5,  6,  14, 11, 13, 12, 14, 13, 12, 14, 13, 13, 14, 14,
          14, 14, 11, 11, 13, 13, 14, 14, 16, 15, 14, 13, 14, 14, 15, 16, 18, 19, 11, 12, 14, 14,
          16, 18, 18, 21, 15, 14, 14, 16, 18, 18, 19, 19, 13, 13, 14, 15, 19, 21, 19, 15}},
        {{4,  7,  9,  9,  12, 13, 16, 27, 7,  8,  12, 13, 14, 14, 31, 21, 9,  12, 13, 15, 15, 25,
          95, 23, 9,  13, 15, 15, 15, 23, 28, 38, 12, 14, 15, 15, 17, 13, 15, 54, 13, 14, 25, 23,
          13, 28, 41, 13, 16, 31, 95, 28, 15, 41, 13, 13, 27, 21, 23, 38, 54, 13, 13, 104}},
        {{4,  6,  6,  8,  11, 11, 14, 16, 6,  6,  8,  8,  11, 11, 14, 13, 6,  8,  11, 9,  11, 12,
          12, 13, 8,  8,  9,  11, 12, 12, 13, 15, 11, 11, 11, 12, 9,  15, 12, 15, 11, 11, 12, 12,
          15, 13, 15, 20, 14, 14, 12, 13, 12, 15, 23, 20, 16, 13, 13, 15, 15, 20, 20, 174}},
    }},
    {{
        {{2, 3,  6,  7,  8, 7, 8, 7, 3,  3,  8,  6,  8, 7, 8, 8, 6,  8,  8,  8, 8, 8,
          9, 8,  7,  6,  8, 8, 8, 9, 9,  8,  8,  8,  8, 8, 8, 9, 10, 10, 7,  7, 8, 9,
          9, 10, 10, 11, 8, 8, 9, 9, 10, 10, 10, 10, 7, 8, 8, 8, 10, 11, 10, 8}},
        {{2,  2,  6,  6, 7, 7,  8,  13, 2,  4,  7, 8, 7,  7,  16, 11, 6,  7,  9, 8, 7,  13,
          49, 12, 6,  8, 8, 8,  8,  12, 14, 20, 7, 7, 7,  8,  9,  7,  7,  28, 7, 7, 13, 12,
          7,  14, 21, 7, 8, 16, 49, 14, 7,  21, 7, 7, 13, 11, 12, 20, 28, 7,  7, 54}},
        {{2, 3, 3, 4,  6, 6, 7, 9, 3, 3, 4,  4,  6, 7, 7, 7, 3, 4,  6,  6,  7, 7,
          7, 9, 4, 4,  6, 5, 7, 7, 7, 9, 6,  6,  7, 7, 5, 9, 7, 9,  6,  7,  7, 7,
          9, 7, 9, 12, 7, 7, 7, 7, 7, 9, 14, 12, 9, 7, 9, 9, 9, 12, 12, 106}},
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
