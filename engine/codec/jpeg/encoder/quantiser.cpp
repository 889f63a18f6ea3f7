#include "engine/codec/jpeg/encoder/quantiser.h"

#include <utility>
#include <vector>

#include "engine/codec/jpeg/encoder/adaptation.h"
#include "engine/codec/jpeg/encoder/dead_zone.h"
#include "engine/codec/jpeg/encoder/rate_table.h"
#include "engine/codec/jpeg/encoder/trellis.h"
#include "engine/codec/jpeg/nonzero_list.h"

namespace pixmill::jpeg {

namespace {

/// Luma has a table of its own, both chroma components share one.
RateTable rates_of(const CoefficientImage& image, bool luma) {
  SymbolCounts counts{};
  if (luma) {
    count_symbols(NonzeroList(image.planes[0]), counts);
  } else {
    for (std::size_t i = 1; i < image.planes.size(); ++i) {
      count_symbols(NonzeroList(image.planes[i]), counts);
    }
  }
  return RateTable(counts);
}

void by_trellis(const DctImage& targets,
                const std::vector<std::vector<float>>& lambda,
                CoefficientImage& out) {
  const RateTable luma = rates_of(out, true);
  const RateTable chroma = rates_of(out, false);
  for (std::size_t i = 0; i < targets.planes.size(); ++i) {
    quantise_by_trellis(targets.planes[i], lambda[i], i == 0 ? luma : chroma, out.planes[i]);
  }
}

/// How the picture is seen when it is steered. A smaller view loses little and saves much; the one
/// of fewer samples is for `fast`.
ViewSize view_for(Quantisation how, const DctImage& image) {
  switch (how) {
    case Quantisation::steered_thrice: {
      const bool is_small = std::uint64_t{image.width} * image.height <= k_full_view_pixels;
      return is_small ? ViewSize{0, 0} : ViewSize{0, 1};
    }
    case Quantisation::steered_trellis:
      return {0, 2};
    default:
      return {2, 0};
  }
}

constexpr int k_turns = 3;

}  // namespace

CoefficientImage Quantiser::by_dead_zone(const DctImage& targets,
                                         const ComponentSteps& steps) const {
  CoefficientImage out{image_.width, image_.height, image_.color, false, {}};
  for (std::size_t i = 0; i < targets.planes.size(); ++i) {
    out.planes.push_back(quantise_by_dead_zone(targets.planes[i], steps[i]));
  }
  return out;
}

const Quantiser::Lambda& Quantiser::lambda() const {
  if (lambda_.empty()) {
    const DctPlane& luma = image_.planes[0];
    lambda_.push_back(luma_lambda(luma));
    for (std::size_t i = 1; i < image_.planes.size(); ++i) {
      lambda_.push_back(chroma_lambda(image_.planes[i], luma, lambda_[0]));
    }
  }
  return lambda_;
}

Quantiser::Lambda Quantiser::lambda_after(const CoefficientImage& first) const {
  Lambda out = lambda();
  const std::vector<float> factors = second_pass_factors(image_.planes[0], first.planes[0]);
  for (std::size_t i = 0; i < factors.size(); ++i) out[0][i] *= factors[i];
  return out;
}

const Steering& Quantiser::steering(Quantisation how) const {
  if (!steering_ || steered_ != how) steering_.emplace(pixels_, image_, view_for(how, image_));
  steered_ = how;
  return *steering_;
}

CoefficientImage Quantiser::quantise(const ComponentSteps& steps, Quantisation how) const {
  CoefficientImage out = by_dead_zone(image_, steps);
  if (how == Quantisation::dead_zone) return out;
  const Steering& steering = this->steering(how);
  DctImage targets = image_;
  if (how == Quantisation::steered_dead_zone) {
    steering.move(targets, image_, out, lambda(), Turn::first);
    return by_dead_zone(targets, steps);
  }
  const Lambda lambda = lambda_after(out);
  steering.move(targets, image_, out, lambda, Turn::first);
  by_trellis(targets, lambda, out);
  if (how == Quantisation::steered_trellis) return out;
  for (int turn = 1; turn < k_turns; ++turn) {
    steering.move(targets, image_, out, lambda, Turn::later);
    by_trellis(targets, lambda, out);
  }
  return out;
}

}  // namespace pixmill::jpeg
