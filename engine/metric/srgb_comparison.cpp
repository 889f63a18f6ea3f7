#include "engine/metric/srgb_comparison.h"

#include <utility>

#include "engine/image/srgb_conversion.h"

namespace pixmill {

namespace {

class SrgbComparison final : public Comparison {
 public:
  SrgbComparison(SrgbConversion conversion, std::unique_ptr<Comparison> metric)
      : conversion_(std::move(conversion)), metric_(std::move(metric)) {}

  Result<double> score(const Image& candidate) override {
    return metric_->score(conversion_.apply(candidate));
  }

 private:
  SrgbConversion conversion_;
  std::unique_ptr<Comparison> metric_;
};

}  // namespace

Result<std::unique_ptr<Comparison>> compare_in_srgb(const MetricRow& metric,
                                                    const Image& reference,
                                                    ByteView icc) {
  if (icc.empty()) return metric.against(reference);
  auto conversion = SrgbConversion::open(icc, reference.channels);
  if (!conversion) return unexpected(std::move(conversion).error());
  auto inner = metric.against(conversion->apply(reference));
  if (!inner) return inner;
  return std::unique_ptr<Comparison>(
      std::make_unique<SrgbComparison>(std::move(*conversion), std::move(*inner)));
}

}  // namespace pixmill
