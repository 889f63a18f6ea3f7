#include "engine/image/limits.h"

#include <string>

namespace pixmill {

Status check_pixels(std::uint64_t width, std::uint64_t height, const Limits& limits) {
  if (width == 0 || height == 0) {
    return unexpected(ErrorCode::corrupt_input, "its header gives a side of zero pixels");
  }
  if (width > limits.max_pixels / height) {
    return unexpected(ErrorCode::limit_exceeded,
                      "its header claims " + std::to_string(width) + "x" + std::to_string(height) +
                          " pixels, over the limit of " + std::to_string(limits.max_pixels));
  }
  return {};
}

}  // namespace pixmill
