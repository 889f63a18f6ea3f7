// Linear light to XYB, and halving. Included once for each target; see kernels.cpp.
#if defined(PIXMILL_SSIMULACRA2_COLOUR_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef PIXMILL_SSIMULACRA2_COLOUR_INL
#undef PIXMILL_SSIMULACRA2_COLOUR_INL
#else
#define PIXMILL_SSIMULACRA2_COLOUR_INL
#endif

#include <cstddef>
#include <cstdint>

#include "engine/metric/ssimulacra2/kernels.h"
#include "engine/metric/ssimulacra2/vector-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pixmill::ssimulacra2::HWY_NAMESPACE {

/// cbrt(x) + add for x >= 0, by four Newton steps from a guess at the exponent, rounded as libjxl's
/// CubeRootAndAdd does (lib/jxl/base/fast_math-inl.h, BSD-3-Clause, after Agner Fog's vectorclass).
HWY_INLINE Vector cube_root_plus(Vector x, Vector add) {
  const Floats d;
  const hn::RebindToSigned<Floats> integers;
  const Vector third = hn::Set(d, 1.0f / 3);
  const Vector four_thirds = hn::Set(d, 4.0f / 3);
  const Vector x_third = hn::Mul(third, x);

  // -1/3 of the exponent; zero has no exponent of its own and stays zero
  const auto bits = hn::BitCast(integers, x);
  const auto exponent = hn::ShiftRight<23>(bits);
  const auto guess =
      hn::Sub(hn::Set(integers, 0x54800000), hn::Mul(exponent, hn::Set(integers, 0x002AAAAA)));
  Vector root = hn::BitCast(d, hn::IfThenZeroElse(hn::Eq(bits, hn::Zero(integers)), guess));
  for (int step = 0; step < 3; ++step) {
    const Vector squared = hn::Mul(root, root);
    root = fused_negative(x_third, hn::Mul(squared, squared), hn::Mul(four_thirds, root));
  }
  Vector squared = hn::Mul(root, root);
  root = fused(third, fused_negative(x, hn::Mul(squared, squared), root), root);
  squared = hn::Mul(root, root);
  return fused(squared, x, add);
}

/// One cone's response: a mix of the colours, cube root, and an offset that takes black to zero.
HWY_INLINE Vector cone(Vector r, Vector g, Vector b, const std::array<float, 3>& mix) {
  constexpr float k_bias = 0.0037930732552754493f;
  constexpr float k_bias_cube_root = 0.155954197f;
  const Floats d;
  const Vector blue = fused(hn::Set(d, mix[2]), b, hn::Set(d, k_bias));
  const Vector green = fused(hn::Set(d, mix[1]), g, blue);
  const Vector mixed = fused(hn::Set(d, mix[0]), r, green);
  return cube_root_plus(hn::Max(mixed, hn::Zero(d)), hn::Set(d, -k_bias_cube_root));
}

/// The absorbance matrix and bias of libjxl's lib/jxl/cms/opsin_params.h; the channels are rescaled
/// to about 0..1, with B - Y for B, as in ssimulacra2.cc (MakePositiveXYB).
inline void to_xyb(const ColourRow& row) {
  constexpr std::array<float, 3> k_long = {0.30f, 1.0f - 0.078f - 0.30f, 0.078f};
  constexpr std::array<float, 3> k_medium = {0.23f, 1.0f - 0.078f - 0.23f, 0.078f};
  constexpr float k_short_red = 0.24342268924547819f;
  constexpr float k_short_green = 0.20476744424496821f;
  constexpr std::array<float, 3> k_short = {
      k_short_red, k_short_green, 1.0f - k_short_red - k_short_green};
  const Floats d;
  const Vector half = hn::Set(d, 0.5f);
  for (std::size_t i = 0; i < row.width; i += k_lanes) {
    const Vector r = hn::LoadU(d, row.linear[0] + i);
    const Vector g = hn::LoadU(d, row.linear[1] + i);
    const Vector b = hn::LoadU(d, row.linear[2] + i);
    const Vector l = cone(r, g, b, k_long);
    const Vector m = cone(r, g, b, k_medium);
    const Vector y = hn::Mul(half, hn::Add(l, m));
    if (row.xyb[0] != nullptr) {
      const Vector x = hn::Mul(half, hn::Sub(l, m));
      const Vector scaled = hn::Mul(x, hn::Set(d, 14.0f));
      hn::StoreU(hn::Add(scaled, hn::Set(d, 0.42f)), d, row.xyb[0] + i);
    }
    if (row.xyb[1] != nullptr) {
      hn::StoreU(hn::Add(y, hn::Set(d, 0.01f)), d, row.xyb[1] + i);
    }
    if (row.xyb[2] != nullptr) {
      const Vector difference = hn::Sub(cone(r, g, b, k_short), y);
      hn::StoreU(hn::Add(difference, hn::Set(d, 0.55f)), d, row.xyb[2] + i);
    }
  }
}

inline void halve(const HalvedRow& row) {
  const Floats d;
  const Vector quarter = hn::Set(d, 0.25f);
  for (std::size_t i = 0; i < row.width; i += k_lanes) {
    Vector top_left, top_right, bottom_left, bottom_right;
    hn::LoadInterleaved2(d, row.top + 2 * i, top_left, top_right);
    hn::LoadInterleaved2(d, row.bottom + 2 * i, bottom_left, bottom_right);
    const Vector top = hn::Add(top_left, top_right);
    const Vector sum = hn::Add(hn::Add(top, bottom_left), bottom_right);
    hn::StoreU(hn::Mul(sum, quarter), d, row.out + i);
  }
}

}  // namespace pixmill::ssimulacra2::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
