// Deringing of text and line art: decoders clip what is whiter than white or blacker than black, so
// samples at either end may be encoded as anything beyond it. mozjpeg had the idea and bends such
// samples along a spline. Here a block's free samples are moved, in steps down the gradient, to
// where its coefficients are small: letters on white take a fifth fewer bytes at equal quality.
#pragma once

#include <cstddef>

namespace pixmill::jpeg {

/// How far beyond white or black, in levels. Free of the decoder's point of view, but one that
/// scales while it decodes averages before it clips, so letters in its thumbnails grow paler.
constexpr float k_most_overshoot = 48.0F;

/// Luma samples less 128, -128 to 127, of `blocks` blocks side by side: eight rows, `stride` floats
/// apart. Moves samples that are white or black, of blocks that have others too; the block's
/// coefficients stay what 8-bit JPEG can hold. The same bits on every CPU.
using LetOvershoot = void (*)(float* samples, std::size_t stride, std::size_t blocks);

/// The fastest that this CPU runs.
LetOvershoot best_let_overshoot();
/// The form for any CPU; for tests.
LetOvershoot portable_let_overshoot();

}  // namespace pixmill::jpeg
