#include "engine/metric/heat_map.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>

#include "engine/metric/luma.h"
#include "engine/metric/opaque_views.h"

namespace pixmill {

namespace {

using Colour = std::array<float, 3>;

/// Along matplotlib's "inferno" (CC0), whose lightness grows evenly; its black is left to the
/// reference.
constexpr std::array<Colour, 6> k_ramp = {{
    {40, 11, 84},
    {101, 21, 110},
    {159, 42, 99},
    {212, 72, 66},
    {250, 150, 20},
    {252, 255, 164},
}};

/// Below this the reference shows through, fading.
constexpr float k_opaque_from = 0.15f;
/// How bright the reference's white is.
constexpr float k_ghost = 0.35f;

float mix(float from, float to, float share) {
  return from + (to - from) * share;
}

Colour ramp_at(float value) {
  const float place = std::clamp(value, 0.0f, 1.0f) * static_cast<float>(k_ramp.size() - 1);
  const std::size_t first = std::min(static_cast<std::size_t>(place), k_ramp.size() - 2);
  const float share = place - static_cast<float>(first);
  Colour colour{};
  for (std::size_t c = 0; c < colour.size(); ++c) {
    colour[c] = mix(k_ramp[first][c], k_ramp[first + 1][c], share);
  }
  return colour;
}

}  // namespace

Image paint_heat_map(const ErrorMap& errors, const Image& reference) {
  assert(errors.width == reference.width && errors.height == reference.height);
  const Image luma = luma_of(opaque_views(reference).back());
  Image painted{errors.width, errors.height, 3, 1, Bytes(errors.values.size() * 3)};
  for (std::size_t i = 0; i < errors.values.size(); ++i) {
    const Colour heat = ramp_at(errors.values[i]);
    const float share = std::min(errors.values[i] / k_opaque_from, 1.0f);
    const float ghost = static_cast<float>(luma.pixels[i]) * k_ghost;
    for (std::size_t c = 0; c < heat.size(); ++c) {
      const float to_round = mix(ghost, heat[c], share) + 0.5f;
      painted.pixels[3 * i + c] = static_cast<std::uint8_t>(to_round);
    }
  }
  return painted;
}

}  // namespace pixmill
