// A large picture's sample, for a search to look at before it looks at the whole: strips across all
// of its width, evenly spread over its height, one below the other.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/codec/jpeg/encoder/dct_image.h"
#include "engine/image/image.h"

namespace pixmill::jpeg {

class Strips {
 public:
  /// None for pictures that are small enough to be looked at as a whole (under 2 megapixels), or
  /// too flat to be cut.
  static std::optional<Strips> of(const DctImage& image);

  DctImage sample(const DctImage& image) const;
  /// The same strips of the picture itself.
  Image sample(const Image& image) const;

 private:
  Strips(std::uint32_t count, std::uint32_t step) : count_(count), step_(step) {}
  std::uint32_t first_row(std::uint32_t strip) const;

  std::uint32_t count_;  ///< of strips in the sample
  std::uint32_t step_;   ///< every which one it is
};

}  // namespace pixmill::jpeg
