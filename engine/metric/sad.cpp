#include "engine/metric/sad.h"

#include <cassert>
#include <cstdlib>
#include <utility>
#include <vector>

#include "engine/image/resize_bicubic.h"
#include "engine/metric/opaque_views.h"

namespace pixmill {

namespace {

std::vector<Image> thumbnails(const Image& image) {
  std::vector<Image> views = opaque_views(image);
  for (Image& view : views) view = sad_thumbnail(view);
  return views;
}

class SadComparison final : public Comparison {
 public:
  explicit SadComparison(const Image& reference)
      : size_{reference.width, reference.height, 0, 1, {}}, reference_(thumbnails(reference)) {}

  Result<double> score(const Image& candidate) override {
    if (Status same = check_same_size(size_, candidate); !same) return unexpected(same.error());
    return worst_score(reference_, thumbnails(candidate), sad_score);
  }

 private:
  Image size_;  ///< without pixels
  std::vector<Image> reference_;
};

}  // namespace

Image sad_thumbnail(const Image& image) {
  return resize_bicubic(image, k_sad_side, k_sad_side);
}

double sad_score(const Image& a, const Image& b) {
  assert(a.pixels.size() == b.pixels.size() && !a.pixels.empty());
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) {
    sum += static_cast<unsigned>(std::abs(a.pixels[i] - b.pixels[i]));
  }
  return 1.0 - static_cast<double>(sum) / (static_cast<double>(a.pixels.size()) * 255.0);
}

Result<std::unique_ptr<Comparison>> compare_by_sad(const Image& reference) {
  return std::unique_ptr<Comparison>(std::make_unique<SadComparison>(reference));
}

}  // namespace pixmill
