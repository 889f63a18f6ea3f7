#include "engine/metric/psnr.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/metric/opaque_views.h"

namespace pixmill {

namespace {

double psnr(const Image& a, const Image& b) {
  std::uint64_t squares = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) {
    const int difference = a.pixels[i] - b.pixels[i];
    squares += static_cast<unsigned>(difference * difference);
  }
  if (squares == 0) return k_psnr_identical;
  const double mean = static_cast<double>(squares) / static_cast<double>(a.pixels.size());
  return std::min(10.0 * std::log10(255.0 * 255.0 / mean), k_psnr_identical);
}

class PsnrComparison final : public Comparison {
 public:
  explicit PsnrComparison(const Image& reference)
      : size_{reference.width, reference.height, 0, 1, {}}, reference_(opaque_views(reference)) {}

  Result<double> score(const Image& candidate) override {
    if (Status same = check_same_size(size_, candidate); !same) return unexpected(same.error());
    return worst_score(reference_, opaque_views(candidate), psnr);
  }

 private:
  Image size_;  ///< without pixels
  std::vector<Image> reference_;
};

}  // namespace

Result<std::unique_ptr<Comparison>> compare_by_psnr(const Image& reference) {
  return std::unique_ptr<Comparison>(std::make_unique<PsnrComparison>(reference));
}

}  // namespace pixmill
