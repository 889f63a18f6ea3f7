// Which quantisation steps stand for which quality. The tables were trained for SSIMULACRA2 at
// 4:2:0: first on twenty pictures of about 0.29 megapixels, by a program that is not part of this
// repository, then on twenty-four others under `balanced`, by tests/bench/jpeg_tables_bench.cpp
// (0.6 % smaller there, 0.7 % on twenty that were not trained on). None of them is Kodak's.
// Compared with those of T.81, annex K, they spend more on low frequencies of luma and much less on
// Cb, and a luma DC step of 8, which is one grey level exactly, serves all but the highest
// qualities.
#pragma once

#include <array>

#include "engine/codec/jpeg/header.h"

namespace pixmill::jpeg {

/// Steps of luma, Cb and Cr in zigzag order.
using ComponentSteps = std::array<QuantTable, 3>;

/// For a quality of libjpeg's scale, 1 to 100: its steps are on the mean (geometric, over luma AC)
/// those that libjpeg would use, so the numbers mean about what users know. 8-bit steps, 1 to 255.
ComponentSteps steps_at(int quality);

/// libjpeg's factor on annex K's tables: 1 at quality 50, 0.5 at 75, 0 at 100. A search
/// interpolates in its square root.
double step_scale(int quality);

}  // namespace pixmill::jpeg
