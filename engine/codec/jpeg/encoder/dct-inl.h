// The DCT of eight samples by eight, in floating point. Included once for each target by files that
// foreach_target.h compiles. Loops over eight elements are plain C++, which the compiler turns into
// the target's vectors; each step is an IEEE operation on its own element.
#if defined(PIXMILL_JPEG_DCT_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef PIXMILL_JPEG_DCT_INL
#undef PIXMILL_JPEG_DCT_INL
#else
#define PIXMILL_JPEG_DCT_INL
#endif

#include <hwy/highway.h>

#include <cstddef>

HWY_BEFORE_NAMESPACE();
namespace pixmill::jpeg::HWY_NAMESPACE {

constexpr std::size_t k_lanes = 8;

constexpr float k_c1 = 0.49039264F;  // cos(k pi / 16) / 2
constexpr float k_c2 = 0.46193977F;
constexpr float k_c3 = 0.41573481F;
constexpr float k_c4 = 0.35355339F;
constexpr float k_c5 = 0.27778512F;
constexpr float k_c6 = 0.19134172F;
constexpr float k_c7 = 0.09754516F;

/// Eight DCTs at once, of the columns of `v`: the even-odd decomposition of the orthonormal DCT-II.
HWY_INLINE void transform_columns(float (*HWY_RESTRICT v)[k_lanes]) {
  for (std::size_t i = 0; i < k_lanes; ++i) {
    const float s0 = v[0][i] + v[7][i];
    const float s1 = v[1][i] + v[6][i];
    const float s2 = v[2][i] + v[5][i];
    const float s3 = v[3][i] + v[4][i];
    const float d0 = v[0][i] - v[7][i];
    const float d1 = v[1][i] - v[6][i];
    const float d2 = v[2][i] - v[5][i];
    const float d3 = v[3][i] - v[4][i];
    const float e0 = s0 + s3;
    const float e1 = s1 + s2;
    const float e2 = s0 - s3;
    const float e3 = s1 - s2;
    v[0][i] = k_c4 * (e0 + e1);
    v[4][i] = k_c4 * (e0 - e1);
    v[2][i] = k_c2 * e2 + k_c6 * e3;
    v[6][i] = k_c6 * e2 - k_c2 * e3;
    v[1][i] = (k_c1 * d0 + k_c3 * d1) + (k_c5 * d2 + k_c7 * d3);
    v[3][i] = (k_c3 * d0 - k_c7 * d1) - (k_c1 * d2 + k_c5 * d3);
    v[5][i] = (k_c5 * d0 - k_c1 * d1) + (k_c7 * d2 + k_c3 * d3);
    v[7][i] = (k_c7 * d0 - k_c5 * d1) + (k_c3 * d2 - k_c1 * d3);
  }
}

/// The inverse, which is the transpose: the same steps backwards.
HWY_INLINE void invert_columns(float (*HWY_RESTRICT v)[k_lanes]) {
  for (std::size_t i = 0; i < k_lanes; ++i) {
    const float e0 = k_c4 * (v[0][i] + v[4][i]);
    const float e1 = k_c4 * (v[0][i] - v[4][i]);
    const float e2 = k_c2 * v[2][i] + k_c6 * v[6][i];
    const float e3 = k_c6 * v[2][i] - k_c2 * v[6][i];
    const float s0 = e0 + e2;
    const float s1 = e1 + e3;
    const float s2 = e1 - e3;
    const float s3 = e0 - e2;
    const float d0 = (k_c1 * v[1][i] + k_c3 * v[3][i]) + (k_c5 * v[5][i] + k_c7 * v[7][i]);
    const float d1 = (k_c3 * v[1][i] - k_c7 * v[3][i]) - (k_c1 * v[5][i] + k_c5 * v[7][i]);
    const float d2 = (k_c5 * v[1][i] - k_c1 * v[3][i]) + (k_c7 * v[5][i] + k_c3 * v[7][i]);
    const float d3 = (k_c7 * v[1][i] - k_c5 * v[3][i]) + (k_c3 * v[5][i] - k_c1 * v[7][i]);
    v[0][i] = s0 + d0;
    v[1][i] = s1 + d1;
    v[2][i] = s2 + d2;
    v[3][i] = s3 + d3;
    v[4][i] = s3 - d3;
    v[5][i] = s2 - d2;
    v[6][i] = s1 - d1;
    v[7][i] = s0 - d0;
  }
}

HWY_INLINE void transpose(const float (*HWY_RESTRICT in)[k_lanes],
                          float (*HWY_RESTRICT out)[k_lanes]) {
  for (std::size_t i = 0; i < k_lanes; ++i) {
    for (std::size_t j = 0; j < k_lanes; ++j) out[j][i] = in[i][j];
  }
}

}  // namespace pixmill::jpeg::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
