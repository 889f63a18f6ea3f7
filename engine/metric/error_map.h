// Where two pictures differ, and how badly: for people who want to know why a score is what it is.
//
// A map's values stand for themselves and not for their share in this picture, so that maps of two
// encodings can be held side by side.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/result.h"
#include "engine/image/image.h"

namespace pixmill {

/// A value for each pixel, rows top-down: 0 where nothing differs, 1 where it could hardly be
/// worse.
struct ErrorMap {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::vector<float> values;
};

/// The absolute difference of the 8-bit lumas (over black and over white, the larger, where a
/// picture is translucent), on a scale where one step shows and 64 or more are 1: its square root.
/// Fails with usage when the sizes differ.
Result<ErrorMap> map_luma_differences(const Image& reference, const Image& candidate);

}  // namespace pixmill
