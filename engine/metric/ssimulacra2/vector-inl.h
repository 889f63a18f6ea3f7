// Vectors of one instruction set: Highway's operations, a fused multiply-add that is exact on every
// target, and the 8x8 transposition between rows and lanes.
// Included once for each target; see kernels.cpp.
#if defined(PIXMILL_SSIMULACRA2_VECTOR_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef PIXMILL_SSIMULACRA2_VECTOR_INL
#undef PIXMILL_SSIMULACRA2_VECTOR_INL
#else
#define PIXMILL_SSIMULACRA2_VECTOR_INL
#endif

#include <hwy/highway.h>

#include <array>
#include <cmath>
#include <cstddef>

HWY_BEFORE_NAMESPACE();
namespace pixmill::ssimulacra2::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, 8>;
using Vector = hn::Vec<Floats>;

/// Lanes of a vector: 8, 4 or 1. Eight lanes of the definition are 8 / k_lanes vectors here.
inline constexpr std::size_t k_lanes = hn::MaxLanes(Floats());
static_assert(8 % k_lanes == 0);

/// a * b + c, rounded once.
HWY_INLINE Vector fused(Vector a, Vector b, Vector c) {
#if HWY_TARGET == HWY_AVX2 || (HWY_TARGET == HWY_NEON && HWY_ARCH_ARM_A64)
  return hn::MulAdd(a, b, c);
#else
  // std::fma is exact, by the instruction where the CPU has it and in software elsewhere
  const Floats d;
  HWY_ALIGN std::array<float, k_lanes> x;
  HWY_ALIGN std::array<float, k_lanes> y;
  HWY_ALIGN std::array<float, k_lanes> z;
  hn::Store(a, d, x.data());
  hn::Store(b, d, y.data());
  hn::Store(c, d, z.data());
  for (std::size_t i = 0; i < k_lanes; ++i) z[i] = std::fma(x[i], y[i], z[i]);
  return hn::Load(d, z.data());
#endif
}

/// c - a * b, rounded once.
HWY_INLINE Vector fused_negative(Vector a, Vector b, Vector c) {
  return fused(hn::Neg(a), b, c);
}

#if HWY_TARGET != HWY_SCALAR
/// Transposes 4x4 blocks: lane j of vector i becomes lane i of vector j, in each 128 bits alone.
HWY_INLINE void transpose_blocks(Vector& a, Vector& b, Vector& c, Vector& e) {
  const Floats d;
  const hn::Repartition<double, Floats> pairs;
  const auto as_pairs = [&](Vector v) { return hn::BitCast(pairs, v); };
  const auto ab_low = as_pairs(hn::InterleaveLower(d, a, b));
  const auto ab_high = as_pairs(hn::InterleaveUpper(d, a, b));
  const auto ce_low = as_pairs(hn::InterleaveLower(d, c, e));
  const auto ce_high = as_pairs(hn::InterleaveUpper(d, c, e));
  a = hn::BitCast(d, hn::InterleaveLower(pairs, ab_low, ce_low));
  b = hn::BitCast(d, hn::InterleaveUpper(pairs, ab_low, ce_low));
  c = hn::BitCast(d, hn::InterleaveLower(pairs, ab_high, ce_high));
  e = hn::BitCast(d, hn::InterleaveUpper(pairs, ab_high, ce_high));
}
#endif

/// Transposes eight rows of eight floats: out(j)[i] = in(i)[j], where in and out tell where a row
/// is.
template <class In, class Out>
HWY_INLINE void transpose_8x8(const In& in, const Out& out) {
#if HWY_TARGET == HWY_SCALAR
  for (std::size_t i = 0; i < 8; ++i) {
    for (std::size_t j = 0; j < 8; ++j) out(j)[i] = in(i)[j];
  }
#else
  const Floats d;
  if constexpr (k_lanes == 8) {
    Vector v0 = hn::LoadU(d, in(0)), v1 = hn::LoadU(d, in(1));
    Vector v2 = hn::LoadU(d, in(2)), v3 = hn::LoadU(d, in(3));
    Vector w0 = hn::LoadU(d, in(4)), w1 = hn::LoadU(d, in(5));
    Vector w2 = hn::LoadU(d, in(6)), w3 = hn::LoadU(d, in(7));
    transpose_blocks(v0, v1, v2, v3);
    transpose_blocks(w0, w1, w2, w3);
    hn::StoreU(hn::ConcatLowerLower(d, w0, v0), d, out(0));
    hn::StoreU(hn::ConcatLowerLower(d, w1, v1), d, out(1));
    hn::StoreU(hn::ConcatLowerLower(d, w2, v2), d, out(2));
    hn::StoreU(hn::ConcatLowerLower(d, w3, v3), d, out(3));
    hn::StoreU(hn::ConcatUpperUpper(d, w0, v0), d, out(4));
    hn::StoreU(hn::ConcatUpperUpper(d, w1, v1), d, out(5));
    hn::StoreU(hn::ConcatUpperUpper(d, w2, v2), d, out(6));
    hn::StoreU(hn::ConcatUpperUpper(d, w3, v3), d, out(7));
  } else {
    for (std::size_t i = 0; i < 8; i += 4) {
      for (std::size_t j = 0; j < 8; j += 4) {
        Vector v0 = hn::LoadU(d, in(i) + j), v1 = hn::LoadU(d, in(i + 1) + j);
        Vector v2 = hn::LoadU(d, in(i + 2) + j), v3 = hn::LoadU(d, in(i + 3) + j);
        transpose_blocks(v0, v1, v2, v3);
        hn::StoreU(v0, d, out(j) + i);
        hn::StoreU(v1, d, out(j + 1) + i);
        hn::StoreU(v2, d, out(j + 2) + i);
        hn::StoreU(v3, d, out(j + 3) + i);
      }
    }
  }
#endif
}

}  // namespace pixmill::ssimulacra2::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
