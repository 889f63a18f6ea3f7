#include "engine/codec/jpeg/quality_estimate.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "engine/codec/jpeg/encoder/quant_tables.h"

namespace pixmill::jpeg {

namespace {

/// T.81, tables K.1 and K.2, in zigzag order.
constexpr QuantTable k_luma = {16,  11, 12, 14,  12,  10,  16,  14,  13, 14,  18,  17,  16,
                               19,  24, 40, 26,  24,  22,  22,  24,  49, 35,  37,  29,  40,
                               58,  51, 61, 60,  57,  51,  56,  55,  64, 72,  92,  78,  64,
                               68,  87, 69, 55,  56,  80,  109, 81,  87, 95,  98,  103, 104,
                               103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99};
constexpr QuantTable k_chroma = {17, 18, 18, 24, 21, 24, 47, 26, 26, 47, 99, 66, 56, 66, 99, 99,
                                 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
                                 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
                                 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99};

/// jpeg_quality_scaling() and jpeg_add_quant_table() with force_baseline.
int scaled_step(int base, int quality) {
  const int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  return std::clamp((base * percent + 50) / 100, 1, 255);
}

/// The sum of a table's ratios to the base table, in units of 1/65536: whole numbers, so that no
/// CPU rounds it otherwise.
template <class StepAt>
std::int64_t ratio_sum(const QuantTable& base, StepAt step_at) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < base.size(); ++i) sum += step_at(i) * 65536 / base[i];
  return sum;
}

std::int64_t ratio_sum_at(const QuantTable& base, int quality) {
  return ratio_sum(base,
                   [&](std::size_t i) { return std::int64_t{scaled_step(base[i], quality)}; });
}

/// Every quality's steps: a search through them costs less than making them.
std::vector<ComponentSteps> make_own_steps() {
  std::vector<ComponentSteps> steps;
  QuantTable ones{};
  ones.fill(1);
  for (int quality = 1; quality <= 100 && steps_at(quality)[0] != ones; ++quality) {
    steps.push_back(steps_at(quality));
  }
  return steps;
}

bool has_steps(const Header& header, const ComponentSteps& steps) {
  for (std::size_t i = 0; i < header.component_count; ++i) {
    if (header.tables[header.components[i].table] != steps[i]) return false;
  }
  return true;
}

}  // namespace

std::optional<int> own_quality(const Header& header) {
  static const std::vector<ComponentSteps> k_own_steps = make_own_steps();
  if (header.component_count > 3) return std::nullopt;
  // of qualities with equal steps, the lower one
  for (std::size_t i = 0; i < k_own_steps.size(); ++i) {
    if (has_steps(header, k_own_steps[i])) return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

int estimate_quality(const Header& header) {
  if (const std::optional<int> own = own_quality(header)) return *own;
  const bool has_chroma = header.component_count == 3;
  const auto table_of = [&](std::size_t component) -> const QuantTable& {
    return header.tables[header.components[component].table];
  };
  const auto steps_of = [](const QuantTable& table) {
    return [&table](std::size_t i) { return std::int64_t{table[i]}; };
  };
  std::int64_t source = ratio_sum(k_luma, steps_of(table_of(0)));
  if (has_chroma) source += ratio_sum(k_chroma, steps_of(table_of(1)));
  int best = 1;
  std::int64_t smallest_distance = INT64_MAX;
  for (int quality = 1; quality <= 100; ++quality) {
    std::int64_t standard = ratio_sum_at(k_luma, quality);
    if (has_chroma) standard += ratio_sum_at(k_chroma, quality);
    const std::int64_t distance = std::llabs(source - standard);
    if (distance < smallest_distance) {
      smallest_distance = distance;
      best = quality;
    }
  }
  return best;
}

}  // namespace pixmill::jpeg
