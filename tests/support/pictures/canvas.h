// Pictures that look enough like real ones for an optimizer to treat them so: photographs with
// structure and noise, screenshots with flat areas and sharp edges. Integer arithmetic only, so the
// same seed gives the same bytes on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pixmill::test {

/// SplitMix64 (Steele, Lea, Flood 2014): small, and specified to the bit, unlike <random>'s
/// distributions.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  /// 0 to limit - 1.
  int below(int limit) { return static_cast<int>(next() % static_cast<std::uint64_t>(limit)); }

 private:
  std::uint64_t state_;
};

/// 8-bit samples, rows top-down, interleaved.
struct Canvas {
  int width = 0;
  int height = 0;
  int channels = 3;
  std::vector<std::uint8_t> samples;

  Canvas(int w, int h, int c);
  std::uint8_t& at(int x, int y, int channel) {
    return samples[(static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                    static_cast<std::size_t>(x)) *
                       static_cast<std::size_t>(channels) +
                   static_cast<std::size_t>(channel)];
  }
};

/// Gradients, soft blobs and sensor noise.
Canvas photograph(int width, int height, int channels, Random& random);

/// Flat panels, lines and something like text, in `colours` colours; opaque where it has alpha.
Canvas screenshot(int width, int height, int channels, int colours, Random& random);

/// Gives the last channel (alpha) a soft edge, with hidden colour where it is fully transparent.
void fade_edges(Canvas& canvas);

}  // namespace pixmill::test
