#include "engine/metric/error_map.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "engine/image/convert.h"
#include "engine/metric/luma.h"
#include "engine/metric/opaque_views.h"

namespace pixmill {

namespace {

/// As large a difference as any picture worth looking at has.
constexpr float k_worst_difference = 64.0f;

}  // namespace

Result<ErrorMap> map_luma_differences(const Image& reference, const Image& candidate) {
  if (Status same = check_same_size(reference, candidate); !same) return unexpected(same.error());
  const std::vector<Image> from = opaque_views(reference);
  const std::vector<Image> to = opaque_views(candidate);
  const std::size_t pixels = std::size_t{reference.width} * reference.height;
  ErrorMap map{reference.width, reference.height, std::vector<float>(pixels)};
  for (std::size_t view = 0; view < std::max(from.size(), to.size()); ++view) {
    const Image a = luma_of(from[std::min(view, from.size() - 1)]);
    const Image b = luma_of(to[std::min(view, to.size() - 1)]);
    for (std::size_t i = 0; i < pixels; ++i) {
      const auto difference = static_cast<float>(std::abs(a.pixels[i] - b.pixels[i]));
      const float value = std::sqrt(std::min(difference / k_worst_difference, 1.0f));
      map.values[i] = std::max(map.values[i], value);
    }
  }
  return map;
}

}  // namespace pixmill
