#include "engine/metric/opaque_views.h"

#include <algorithm>
#include <limits>
#include <string>

#include "engine/image/convert.h"

namespace pixmill {

namespace {

std::string size_text(const Image& image) {
  return std::to_string(image.width) + "x" + std::to_string(image.height);
}

}  // namespace

std::vector<Image> opaque_views(const Image& image) {
  std::vector<Image> views;
  Image shallow = to_eight_bits(image);
  if (shallow.has_alpha()) views.push_back(compose_over(shallow, 0));
  views.push_back(compose_over(std::move(shallow), 255));
  return views;
}

Status check_same_size(const Image& reference, const Image& candidate) {
  if (reference.width == candidate.width && reference.height == candidate.height) return {};
  return unexpected(
      ErrorCode::usage,
      "its size is " + size_text(candidate) + ", the reference's " + size_text(reference));
}

double worst_score(const std::vector<Image>& reference,
                   const std::vector<Image>& candidate,
                   double (*score)(const Image&, const Image&)) {
  double worst = std::numeric_limits<double>::infinity();
  const std::size_t views = std::max(reference.size(), candidate.size());
  for (std::size_t i = 0; i < views; ++i) {
    const Image& a = reference[std::min(i, reference.size() - 1)];
    const Image& b = candidate[std::min(i, candidate.size() - 1)];
    worst = std::min(worst, a.channels == b.channels ? score(a, b) : score(to_rgb(a), to_rgb(b)));
  }
  return worst;
}

}  // namespace pixmill
