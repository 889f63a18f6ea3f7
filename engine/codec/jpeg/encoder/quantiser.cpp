#include "engine/codec/jpeg/encoder/quantiser.h"

#include <utility>
#include <vector>

#include "engine/codec/jpeg/encoder/adaptation.h"
#include "engine/codec/jpeg/encoder/dead_zone.h"
#include "engine/codec/jpeg/encoder/quant_tables.h"
#include "engine/codec/jpeg/encoder/rate_table.h"
#include "engine/codec/jpeg/encoder/trellis.h"
#include "engine/codec/jpeg/nonzero_list.h"

namespace pixmill::jpeg {

namespace {

RateTable luma_rates(const CoefficientImage& image) {
  SymbolCounts counts{};
  count_symbols(NonzeroList(image.planes[0]), counts);
  return RateTable(counts);
}

RateTable chroma_rates(const CoefficientImage& image) {
  SymbolCounts counts{};
  for (std::size_t i = 1; i < image.planes.size(); ++i) {
    count_symbols(NonzeroList(image.planes[i]), counts);
  }
  return RateTable(counts);
}

/// Luma twice: the first pass tells which blocks the second should spend more on.
void quantise_luma(const DctPlane& luma,
                   std::vector<float>& lambda,
                   bool twice,
                   CoefficientImage& out) {
  quantise_by_trellis(luma, lambda, luma_rates(out), out.planes[0]);
  if (!twice) return;
  const std::vector<float> factors = second_pass_factors(luma, out.planes[0]);
  for (std::size_t i = 0; i < lambda.size(); ++i) lambda[i] *= factors[i];
  quantise_by_trellis(luma, lambda, luma_rates(out), out.planes[0]);
}

}  // namespace

CoefficientImage quantise(const DctImage& image, int quality, Quantisation effort) {
  const ComponentSteps steps = steps_at(quality);
  CoefficientImage out{image.width, image.height, image.color, false, {}};
  for (std::size_t i = 0; i < image.planes.size(); ++i) {
    out.planes.push_back(quantise_by_dead_zone(image.planes[i], steps[i]));
  }
  if (effort == Quantisation::dead_zone) return out;
  const DctPlane& luma = image.planes[0];
  std::vector<float> lambda = luma_lambda(luma);
  for (std::size_t i = 1; i < image.planes.size(); ++i) {
    const RateTable rates = chroma_rates(out);
    quantise_by_trellis(
        image.planes[i], chroma_lambda(image.planes[i], luma, lambda), rates, out.planes[i]);
  }
  quantise_luma(luma, lambda, effort == Quantisation::two_passes, out);
  return out;
}

}  // namespace pixmill::jpeg
