#include "engine/codec/jpeg/encoder/steering.h"

#include <cstddef>

#include "engine/codec/jpeg/encoder/quantiser_kernels.h"
#include "engine/codec/jpeg/zigzag.h"

namespace pixmill::jpeg {

namespace {

/// Chosen on twenty-four training photographs; their optima are flat but for the limits, which keep
/// many small moves at once from adding up to a large wrong one.
struct Strength {
  float inertia;
  float luma_gain;
  float chroma_gain;
  float limit;
};
constexpr Strength k_first = {0.10F, 0.65F, 1.05F, 0.17F};
constexpr Strength k_later = {0.15F, 0.3F, 0.46F, 0.14F};

/// The relation between the score and bits is taken from every fourth strip.
constexpr std::size_t k_sampled = 4;

/// Steps in natural order.
BlockTable natural_steps(const QuantTable& steps) {
  BlockTable out{};
  for (std::size_t k = 0; k < 64; ++k) out[k_zigzag[k]] = steps[k];
  return out;
}

}  // namespace

Steering::Steering(const Image& pixels, const DctImage& shape, const ViewSize& size)
    : view_(PictureView::of(shape, size)) {
  if (!view_) return;
  gradient_.emplace(ssimulacra2::PlaneSize{pixels.width, pixels.height},
                    size.halvings(),
                    view_->to_linear(pixels));
}

/// What one unit of the derivative is worth: a trellis takes lambda times the square of an error,
/// in steps, for what an error costs; the derivative by a level is fitted to that one's over luma.
double Steering::bits_per_unit(const DctImage& source,
                               const CoefficientImage& now,
                               const std::vector<float>& lambda,
                               const ssimulacra2::LinearPlanes& gradient) const {
  const DctPlane& luma = source.planes[0];
  const BlockTable steps = natural_steps(now.planes[0].steps);
  double products = 0;
  double squares = 0;
  BlockTable derivative;
  for (std::size_t strip = 0; strip < view_->strip_count(); strip += k_sampled) {
    const PictureView::Strip part = view_->strip_gradient(now, gradient, strip);
    for (std::size_t block = part.first_block[0]; block < part.end_block[0]; ++block) {
      view_->block_gradient(part, 0, block, derivative);
      const std::int16_t* wanted = luma.values.data() + 64 * block;
      const std::int16_t* level = now.planes[0].values.data() + 64 * block;
      float product = 0;
      float square = 0;
      for (std::size_t i = 1; i < 64; ++i) {
        const float by_level = derivative[i] * steps[i];
        const float error =
            static_cast<float>(wanted[i]) / (k_dct_one * steps[i]) - static_cast<float>(level[i]);
        product += by_level * error;
        square += by_level * by_level;
      }
      products += static_cast<double>(2 * lambda[block] * product);
      squares += static_cast<double>(square);
    }
  }
  return squares > 0 && products > 0 ? products / squares : 0;
}

void Steering::move(DctImage& targets,
                    const DctImage& source,
                    const CoefficientImage& now,
                    const std::vector<std::vector<float>>& lambda,
                    Turn turn) const {
  if (!gradient_) return;
  ssimulacra2::LinearPlanes gradient = view_->to_linear(now);
  gradient_->replace_by_direction(gradient);
  const auto worth = static_cast<float>(bits_per_unit(source, now, lambda[0], gradient));
  if (worth == 0) return;
  const Strength& strength = turn == Turn::first ? k_first : k_later;
  for (std::size_t strip = 0; strip < view_->strip_count(); ++strip) {
    const PictureView::Strip part = view_->strip_gradient(now, gradient, strip);
    for (std::size_t c = 0; c < targets.planes.size(); ++c) {
      const BlockTable steps = natural_steps(now.planes[c].steps);
      const float gain = worth * (c == 0 ? strength.luma_gain : strength.chroma_gain);
      BlockTable derivative;
      for (std::size_t block = part.first_block[c]; block < part.end_block[c]; ++block) {
        view_->block_gradient(part, c, block, derivative);
        best_quantiser_kernels().move(
            derivative,
            now.planes[c].values.data() + 64 * block,
            steps,
            {strength.inertia, gain / (2 * lambda[c][block]), strength.limit},
            targets.planes[c].values.data() + 64 * block);
      }
    }
  }
}

}  // namespace pixmill::jpeg
