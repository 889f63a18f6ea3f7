// From a picture's samples to linear light, in the reference's own rounding.
//
// The reference undoes sRGB's transfer function by a rational polynomial; a table of its outputs
// does the same for 8-bit samples. Pictures with alpha are composited first, over black or white,
// in the encoded samples as browsers do; the result is kept to 16 bits, and so have a table like
// pictures of 16 bits.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/image/image.h"

namespace pixmill::ssimulacra2 {

/// What shows through where a picture is transparent.
enum class Background : std::uint8_t {
  none,  ///< nothing does: any alpha is left unread
  black,
  white
};

/// A row of red, green and blue, a plane each.
using LinearRow = std::array<float*, 3>;

/// Converts rows of pictures to linear light in [0, 1]. Grey counts for all three colours.
class LinearLight {
 public:
  /// Writes row `y`'s width samples to each plane of `row`.
  void read_row(const Image& image, Background background, std::uint32_t y, const LinearRow& row);

 private:
  const std::vector<float>& table_8();
  const std::vector<float>& table_16();

  std::vector<float> table_8_;   ///< by 8-bit sample; filled when first needed, as is
  std::vector<float> table_16_;  ///< by 16-bit sample
};

/// True if some background shows through the picture.
bool is_translucent(const Image& image);

}  // namespace pixmill::ssimulacra2
