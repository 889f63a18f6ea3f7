#include "engine/codec/jpeg/encoder/triangle_filter.h"

#include <algorithm>
#include <utility>

namespace pixmill::jpeg {

namespace {

/// Calls tap(out, near, far) for every one of the samples made of `count`.
template <class Tap>
void for_each_doubled(std::size_t count, const Tap& tap) {
  for (std::size_t i = 0; i < count; ++i) {
    tap(2 * i, i, i == 0 ? 0 : i - 1);
    tap(2 * i + 1, i, std::min(i + 1, count - 1));
  }
}

}  // namespace

void double_width(SamplePlane& plane) {
  std::vector<float> out(2 * plane.values.size());
  const std::size_t width = plane.width;
  for (std::size_t y = 0; y < plane.height; ++y) {
    const float* from = plane.values.data() + y * width;
    float* to = out.data() + 2 * y * width;
    to[0] = from[0];
    for (std::size_t x = 0; x + 1 < width; ++x) {
      to[2 * x + 1] = 0.75F * from[x] + 0.25F * from[x + 1];
      to[2 * x + 2] = 0.75F * from[x + 1] + 0.25F * from[x];
    }
    to[2 * width - 1] = from[width - 1];
  }
  plane.values = std::move(out);
  plane.width *= 2;
}

void double_height(SamplePlane& plane) {
  std::vector<float> out(2 * plane.values.size());
  for_each_doubled(plane.height, [&](std::size_t at, std::size_t near, std::size_t far) {
    const float* a = plane.values.data() + near * plane.width;
    const float* b = plane.values.data() + far * plane.width;
    float* to = out.data() + at * plane.width;
    for (std::size_t x = 0; x < plane.width; ++x) to[x] = 0.75F * a[x] + 0.25F * b[x];
  });
  plane.values = std::move(out);
  plane.height *= 2;
}

void adjoin_width(SamplePlane& plane) {
  std::vector<float> out(plane.values.size() / 2);
  const std::size_t width = plane.width / 2;
  for (std::size_t y = 0; y < plane.height; ++y) {
    const float* from = plane.values.data() + 2 * y * width;
    float* to = out.data() + y * width;
    // a first and a last sample have themselves for a neighbour
    const float before = from[0];
    const float after = from[2 * width - 1];
    for (std::size_t x = 0; x < width; ++x) {
      const float left = x == 0 ? before : from[2 * x - 1];
      const float right = x + 1 == width ? after : from[2 * x + 2];
      to[x] = 0.75F * (from[2 * x] + from[2 * x + 1]) + 0.25F * (left + right);
    }
  }
  plane.values = std::move(out);
  plane.width = width;
}

void adjoin_height(SamplePlane& plane) {
  std::vector<float> out(plane.values.size() / 2);
  for_each_doubled(plane.height / 2, [&](std::size_t at, std::size_t near, std::size_t far) {
    const float* from = plane.values.data() + at * plane.width;
    float* a = out.data() + near * plane.width;
    float* b = out.data() + far * plane.width;
    for (std::size_t x = 0; x < plane.width; ++x) a[x] += 0.75F * from[x];
    for (std::size_t x = 0; x < plane.width; ++x) b[x] += 0.25F * from[x];
  });
  plane.values = std::move(out);
  plane.height /= 2;
}

}  // namespace pixmill::jpeg
