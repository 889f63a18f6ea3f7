// The gradient's way through colour: linear light to XYB, and derivatives by XYB back to those by
// light. Included once for each target; see gradient_kernels.cpp.
#if defined(PIXMILL_SSIMULACRA2_GRADIENT_COLOUR_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef PIXMILL_SSIMULACRA2_GRADIENT_COLOUR_INL
#undef PIXMILL_SSIMULACRA2_GRADIENT_COLOUR_INL
#else
#define PIXMILL_SSIMULACRA2_GRADIENT_COLOUR_INL
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "engine/metric/ssimulacra2/gradient_kernels.h"

HWY_BEFORE_NAMESPACE();
namespace pixmill::ssimulacra2::HWY_NAMESPACE {

/// One over the cube root of x > 0, by Newton steps from a guess at the exponent; the relative
/// error is below 1e-5.
HWY_INLINE float inverse_cube_root(float x) {
  const auto bits = std::bit_cast<std::int32_t>(x);
  auto root = std::bit_cast<float>(0x54800000 - (bits >> 23) * 0x002AAAAA);
  const float x_third = x * (1.0F / 3.0F);
  for (int step = 0; step < 4; ++step) {
    const float squared = root * root;
    root = (4.0F / 3.0F) * root - x_third * (squared * squared);
  }
  return root;
}

// The cones' mixes and their offset, as in colour-inl.h.
constexpr float k_bias = 0.0037930732552754493F;
constexpr float k_bias_cube_root = 0.155954197F;
constexpr float k_mix[3][3] = {{0.30F, 0.622F, 0.078F},
                               {0.23F, 0.692F, 0.078F},
                               {0.24342268924547819F, 0.20476744424496821F, 0.55180986650955360F}};

HWY_INLINE float cone_input(int cone, float r, float g, float b) {
  return std::max(k_mix[cone][0] * r + (k_mix[cone][1] * g + (k_mix[cone][2] * b + k_bias)), 1e-6F);
}

HWY_INLINE float cone(int which, float r, float g, float b) {
  const float mixed = cone_input(which, r, g, b);
  const float inverse = inverse_cube_root(mixed);
  return mixed * (inverse * inverse) - k_bias_cube_root;
}

inline void to_xyb(const std::array<const float*, 3>& linear,
                   const std::array<float*, 3>& xyb,
                   std::size_t count) {
  const float* HWY_RESTRICT red = linear[0];
  const float* HWY_RESTRICT green = linear[1];
  const float* HWY_RESTRICT blue = linear[2];
  float* HWY_RESTRICT to_x = xyb[0];
  float* HWY_RESTRICT to_y = xyb[1];
  float* HWY_RESTRICT to_b = xyb[2];
  // X and Y are written together, for one costs little more than both
  if (to_x != nullptr && to_y != nullptr) {
    for (std::size_t i = 0; i < count; ++i) {
      const float l = cone(0, red[i], green[i], blue[i]);
      const float m = cone(1, red[i], green[i], blue[i]);
      to_x[i] = 7.0F * (l - m) + 0.42F;
      to_y[i] = 0.5F * (l + m) + 0.01F;
    }
  }
  if (to_b != nullptr) {
    for (std::size_t i = 0; i < count; ++i) {
      to_b[i] = cone(2, red[i], green[i], blue[i]) - (to_y[i] - 0.01F) + 0.55F;
    }
  }
}

/// The compiler takes pointers out of an array for ones that may overlap, so they are handed on.
// NOLINTNEXTLINE(readability-function-size): a pointer a plane
HWY_INLINE void to_linear_gradient(const float* HWY_RESTRICT by_x,
                                   const float* HWY_RESTRICT by_y,
                                   const float* HWY_RESTRICT by_b,
                                   float* HWY_RESTRICT red,
                                   float* HWY_RESTRICT green,
                                   float* HWY_RESTRICT blue,
                                   std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const float r = red[i];
    const float g = green[i];
    const float b = blue[i];
    const float x = 7.0F * by_x[i];
    const float y = 0.5F * (by_y[i] - by_b[i]);
    // the derivative of a cube root is a third of its inverse square
    const float l = inverse_cube_root(cone_input(0, r, g, b));
    const float m = inverse_cube_root(cone_input(1, r, g, b));
    const float s = inverse_cube_root(cone_input(2, r, g, b));
    const float by_l = (y + x) * (l * l) * (1.0F / 3.0F);
    const float by_m = (y - x) * (m * m) * (1.0F / 3.0F);
    const float by_s = by_b[i] * (s * s) * (1.0F / 3.0F);
    red[i] = k_mix[0][0] * by_l + k_mix[1][0] * by_m + k_mix[2][0] * by_s;
    green[i] = k_mix[0][1] * by_l + k_mix[1][1] * by_m + k_mix[2][1] * by_s;
    blue[i] = k_mix[0][2] * by_l + k_mix[1][2] * by_m + k_mix[2][2] * by_s;
  }
}

inline void to_linear_gradient(const std::array<const float*, 3>& xyb,
                               const std::array<float*, 3>& linear,
                               std::size_t count) {
  to_linear_gradient(xyb[0], xyb[1], xyb[2], linear[0], linear[1], linear[2], count);
}

}  // namespace pixmill::ssimulacra2::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
