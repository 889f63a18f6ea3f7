// This file is compiled once for each target: foreach_target.h includes it again and again. Loops
// over eight elements are plain C++, which the compiler turns into the target's vectors.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/codec/jpeg/encoder/front_end_kernels.cpp"
#include "engine/base/kernel_targets.h"
// in this order
#include <hwy/foreach_target.h>
// and then
#include <hwy/highway.h>

#include <algorithm>

#include "engine/codec/jpeg/encoder/dct-inl.h"
#include "engine/codec/jpeg/encoder/front_end_kernels.h"
#include "engine/codec/jpeg/encoder/transfer-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pixmill::jpeg::HWY_NAMESPACE {

void split(const std::uint8_t* rgb, const RgbRow& out, std::size_t count) {
  float* HWY_RESTRICT red = out.red;
  float* HWY_RESTRICT green = out.green;
  float* HWY_RESTRICT blue = out.blue;
  for (std::size_t i = 0; i < count; ++i) {
    red[i] = static_cast<float>(rgb[3 * i]);
    green[i] = static_cast<float>(rgb[3 * i + 1]);
    blue[i] = static_cast<float>(rgb[3 * i + 2]);
  }
}

// JFIF 1.02, page 3.
HWY_INLINE float luma_of(float red, float green, float blue) {
  return 0.299F * red + 0.587F * green + 0.114F * blue;
}

void add_chroma(const RgbRow& rgb, float weight, const ChromaRow& out, std::size_t count) {
  const float* HWY_RESTRICT red = rgb.red;
  const float* HWY_RESTRICT green = rgb.green;
  const float* HWY_RESTRICT blue = rgb.blue;
  float* HWY_RESTRICT cb = out.cb;
  float* HWY_RESTRICT cr = out.cr;
  for (std::size_t i = 0; i < count; ++i) {
    const float luma = luma_of(red[i], green[i], blue[i]);
    cb[i] += weight * ((blue[i] - luma) / 1.772F);
    cr[i] += weight * ((red[i] - luma) / 1.402F);
  }
}

void halve(const float* HWY_RESTRICT in, float* HWY_RESTRICT out, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) out[i] = in[2 * i] + in[2 * i + 1];
}

void blend(const float* HWY_RESTRICT near,
           const float* HWY_RESTRICT far,
           float* HWY_RESTRICT out,
           std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) out[i] = 0.75F * near[i] + 0.25F * far[i];
}

void spread(const float* HWY_RESTRICT in, float* HWY_RESTRICT out, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    out[2 * i] = 0.75F * in[i] + 0.25F * in[static_cast<std::ptrdiff_t>(i) - 1];
    out[2 * i + 1] = 0.75F * in[i] + 0.25F * in[i + 1];
  }
}

void luma(const RgbRow& rgb, float* HWY_RESTRICT out, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    out[i] = luma_of(rgb.red[i], rgb.green[i], rgb.blue[i]) - 128.0F;
  }
}

/// How much each channel's linear light counts for SSIMULACRA2's Y (the mean of its L and M).
constexpr float k_red_share = 0.23F;
constexpr float k_green_share = 0.692F;
constexpr float k_blue_share = 0.078F;
constexpr int k_newton_steps = 2;

HWY_INLINE float luminance(float red, float green, float blue) {
  return k_red_share * linear(red) + k_green_share * linear(green) + k_blue_share * linear(blue);
}

HWY_INLINE float luminance_slope(float red, float green, float blue) {
  return k_red_share * linear_slope(red) + k_green_share * linear_slope(green) +
         k_blue_share * linear_slope(blue);
}

void corrected_luma(const RgbRow& rgb,
                    const ChromaRow& chroma,
                    float* HWY_RESTRICT out,
                    std::size_t count) {
  const float* HWY_RESTRICT red = rgb.red;
  const float* HWY_RESTRICT green = rgb.green;
  const float* HWY_RESTRICT blue = rgb.blue;
  const float* HWY_RESTRICT cb = chroma.cb;
  const float* HWY_RESTRICT cr = chroma.cr;
  for (std::size_t i = 0; i < count; ++i) {
    const float wanted = luminance(red[i], green[i], blue[i]);
    const float to_red = 1.402F * cr[i];
    const float to_green = -0.344136286F * cb[i] - 0.714136286F * cr[i];
    const float to_blue = 1.772F * cb[i];
    float y = luma_of(red[i], green[i], blue[i]);
    for (int step = 0; step < k_newton_steps; ++step) {
      const float r = as_sample(y + to_red);
      const float g = as_sample(y + to_green);
      const float b = as_sample(y + to_blue);
      y -= (luminance(r, g, b) - wanted) / luminance_slope(r, g, b);
      y = as_sample(y);
    }
    out[i] = y - 128.0F;
  }
}

/// To sixteenths, halves to even. Adding and taking away 1.5 * 2^23 rounds in any IEEE arithmetic.
HWY_INLINE void round_block(const float (*HWY_RESTRICT in)[k_lanes],
                            std::int16_t* HWY_RESTRICT out) {
  constexpr float rounder = 12582912.0F;
  const float* HWY_RESTRICT values = in[0];
  for (std::size_t i = 0; i < k_lanes * k_lanes; ++i) {
    const float rounded = (values[i] * 16.0F + rounder) - rounder;
    out[i] = static_cast<std::int16_t>(static_cast<std::int32_t>(rounded));
  }
}

void transform(const std::array<const float*, 8>& rows, std::int16_t* out, std::size_t blocks) {
  HWY_ALIGN float a[k_lanes][k_lanes];
  HWY_ALIGN float b[k_lanes][k_lanes];
  for (std::size_t block = 0; block < blocks; ++block) {
    for (std::size_t r = 0; r < k_lanes; ++r) {
      for (std::size_t i = 0; i < k_lanes; ++i) a[r][i] = rows[r][block * k_lanes + i];
    }
    transform_columns(a);
    transpose(a, b);
    transform_columns(b);
    transpose(b, a);
    round_block(a, out + block * k_lanes * k_lanes);
  }
}

const FrontEndKernels& kernels() {
  static constexpr FrontEndKernels k_kernels = {
      split, add_chroma, halve, blend, spread, luma, corrected_luma, transform};
  return k_kernels;
}

}  // namespace pixmill::jpeg::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "engine/base/kernel_choice.h"

namespace pixmill::jpeg {

const FrontEndKernels& portable_front_end_kernels() {
  return PIXMILL_PORTABLE(kernels());
}

const FrontEndKernels& best_front_end_kernels() {
  return PIXMILL_BEST(kernels());
}

}  // namespace pixmill::jpeg
#endif
