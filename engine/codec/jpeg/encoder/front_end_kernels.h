// The inner loops of the front end, compiled for AVX2 and for any CPU. Each step is an IEEE
// operation on its own element, without contraction, so all forms give the same bits.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace pixmill::jpeg {

/// One row of pixels in floating point, 0 to 255.
struct RgbRow {
  float* red = nullptr;
  float* green = nullptr;
  float* blue = nullptr;
};

/// Chroma around zero, -127.5 to 127.5.
struct ChromaRow {
  float* cb = nullptr;
  float* cr = nullptr;
};

/// All counts are of floats and are multiples of eight.
struct FrontEndKernels {
  /// `count` interleaved pixels to planes.
  void (*split)(const std::uint8_t* rgb, const RgbRow& out, std::size_t count);
  /// Adds each pixel's chroma, times `weight`, to `out` (JFIF's matrix).
  void (*add_chroma)(const RgbRow& rgb, float weight, const ChromaRow& out, std::size_t count);
  /// Sums neighbours: out[i] = in[2i] + in[2i + 1], `count` of them.
  void (*halve)(const float* in, float* out, std::size_t count);
  /// out = 3/4 near + 1/4 far, the vertical half of the triangle filter.
  void (*blend)(const float* near, const float* far, float* out, std::size_t count);
  /// The horizontal half: each of `count` samples gives two; in[-1] and in[count] are read.
  void (*spread)(const float* in, float* out, std::size_t count);
  /// JFIF's luma less 128.
  void (*luma)(const RgbRow& rgb, float* out, std::size_t count);
  /// The same, moved until luminance is right together with the chroma that a decoder will add.
  void (*corrected_luma)(const RgbRow& rgb, const ChromaRow& chroma, float* out, std::size_t count);
  /// The DCT of `blocks` blocks that lie side by side in eight rows, in sixteenths.
  void (*transform)(const std::array<const float*, 8>& rows, std::int16_t* out, std::size_t blocks);
};

/// The fastest that this CPU runs.
const FrontEndKernels& best_front_end_kernels();
/// The form for any CPU; for tests.
const FrontEndKernels& portable_front_end_kernels();

}  // namespace pixmill::jpeg
