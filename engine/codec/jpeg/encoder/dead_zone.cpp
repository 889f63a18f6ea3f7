#include "engine/codec/jpeg/encoder/dead_zone.h"

#include "engine/codec/jpeg/encoder/quantiser_kernels.h"
#include "engine/codec/jpeg/zigzag.h"

namespace pixmill::jpeg {

namespace {

/// Widths of the dead zone in steps, at the lowest and the highest frequency. On eighteen training
/// photographs, bytes at equal SSIMULACRA2 against cjpeg: .50 to .75 -23.0 %, flat .60 -22.8 %, .45
/// to .75 -22.2 %, .60 to .75 -22.8 %.
constexpr float k_low = 0.50F;
constexpr float k_high = 0.75F;

struct Quantiser {
  BlockTable scale{};     ///< one over step and fraction, natural order
  BlockTable rounding{};  ///< added before truncation
};

Quantiser make_quantiser(const QuantTable& steps) {
  Quantiser out;
  for (std::size_t k = 0; k < 64; ++k) {
    const std::size_t natural = k_zigzag[k];
    out.scale[natural] = 1.0F / static_cast<float>(k_dct_one * steps[k]);
    const std::size_t frequency = natural / 8 + natural % 8;  // 0 to 14
    const float threshold = k_low + (k_high - k_low) * static_cast<float>(frequency) / 14.0F;
    out.rounding[natural] = k == 0 ? 0.5F : 1.0F - threshold;
  }
  return out;
}

}  // namespace

CoefficientPlane quantise_by_dead_zone(const DctPlane& plane, const QuantTable& steps) {
  CoefficientPlane out{plane.id,
                       plane.horizontal,
                       plane.vertical,
                       plane.width_in_blocks,
                       plane.height_in_blocks,
                       steps,
                       std::vector<std::int16_t>(plane.values.size())};
  const Quantiser quantiser = make_quantiser(steps);
  best_quantiser_kernels().dead_zone(plane.values.data(),
                                     quantiser.scale,
                                     quantiser.rounding,
                                     out.values.data(),
                                     plane.values.size());
  return out;
}

}  // namespace pixmill::jpeg
