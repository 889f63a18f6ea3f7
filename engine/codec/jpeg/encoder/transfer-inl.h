// sRGB's transfer function, as far as the encoder needs it. Included once for each target by files
// that foreach_target.h compiles.
#if defined(PIXMILL_JPEG_TRANSFER_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef PIXMILL_JPEG_TRANSFER_INL
#undef PIXMILL_JPEG_TRANSFER_INL
#else
#define PIXMILL_JPEG_TRANSFER_INL
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace pixmill::jpeg::HWY_NAMESPACE {

/// sRGB's transfer function, 0..255 to 0..1, as a cubic that is within 0.003 of it. Only
/// differences of two values close to each other matter here, so its slope counts more than its
/// values.
HWY_INLINE float linear(float v) {
  const float x = v * (1.0F / 255.0F);
  return x * (x * (x * 0.305306011F + 0.682171111F) + 0.012522878F);
}

HWY_INLINE float linear_slope(float v) {
  const float x = v * (1.0F / 255.0F);
  return (x * (x * (3.0F * 0.305306011F) + 2.0F * 0.682171111F) + 0.012522878F) * (1.0F / 255.0F);
}

/// Clamped to 0..255.
HWY_INLINE float as_sample(float v) {
  const float positive = v > 0.0F ? v : 0.0F;
  return positive < 255.0F ? positive : 255.0F;
}

}  // namespace pixmill::jpeg::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
