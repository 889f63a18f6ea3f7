#include "tests/support/pictures/canvas.h"

#include <algorithm>
#include <array>

namespace pixmill::test {

namespace {

using Colour = std::array<std::uint8_t, 4>;

struct Blob {
  int x = 0;
  int y = 0;
  int radius = 1;
  std::array<int, 4> colour{};
};

std::vector<Blob> random_blobs(int width, int height, Random& random) {
  std::vector<Blob> blobs(12);
  for (Blob& blob : blobs) {
    blob.x = random.below(width);
    blob.y = random.below(height);
    blob.radius = 4 + random.below(std::max(width, height) / 3 + 1);
    for (int& value : blob.colour) value = random.below(160) - 80;
  }
  return blobs;
}

/// Falls off from 256 at the centre to 0 at the radius, with the squared distance.
int weight(const Blob& blob, int x, int y) {
  const int dx = x - blob.x;
  const int dy = y - blob.y;
  const int square = blob.radius * blob.radius;
  const int distance = dx * dx + dy * dy;
  return distance >= square ? 0 : 256 * (square - distance) / square;
}

std::uint8_t clamp(int value) {
  return static_cast<std::uint8_t>(std::clamp(value, 0, 255));
}

struct Rectangle {
  int left = 0;
  int top = 0;
  int width = 1;
  int height = 1;
};

void fill(Canvas& canvas, const Rectangle& area, const Colour& colour) {
  for (int y = area.top; y < std::min(area.top + area.height, canvas.height); ++y) {
    for (int x = area.left; x < std::min(area.left + area.width, canvas.width); ++x) {
      for (int c = 0; c < canvas.channels; ++c) {
        canvas.at(x, y, c) = colour[static_cast<std::size_t>(c)];
      }
    }
  }
}

/// What the lens sees at one point, before noise.
std::array<int, 4> scene(const std::vector<Blob>& blobs, const Canvas& canvas, int x, int y) {
  std::array<int, 4> value{};
  for (int c = 0; c < 4; ++c) {
    value[static_cast<std::size_t>(c)] =
        70 + 90 * x / canvas.width + (40 + 20 * c) * y / canvas.height;
  }
  for (const Blob& blob : blobs) {
    const int share = weight(blob, x, y);
    for (std::size_t c = 0; c < 4; ++c) value[c] += blob.colour[c] * share / 256;
  }
  return value;
}

std::vector<Colour> random_palette(int colours, int channels, Random& random) {
  std::vector<Colour> palette(static_cast<std::size_t>(colours));
  for (auto& colour : palette) {
    for (std::uint8_t& value : colour) value = static_cast<std::uint8_t>(random.below(256));
    const bool has_alpha = channels == 2 || channels == 4;
    if (has_alpha) colour[static_cast<std::size_t>(channels - 1)] = 255;
  }
  return palette;
}

}  // namespace

std::uint64_t Random::next() {
  state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31);
}

Canvas::Canvas(int w, int h, int c)
    : width(w),
      height(h),
      channels(c),
      samples(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) *
              static_cast<std::size_t>(c)) {}

Canvas photograph(int width, int height, int channels, Random& random) {
  Canvas canvas(width, height, channels);
  const std::vector<Blob> blobs = random_blobs(width, height, random);
  const int noise = 3 + random.below(10);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const std::array<int, 4> value = scene(blobs, canvas, x, y);
      for (int c = 0; c < channels; ++c) {
        canvas.at(x, y, c) =
            clamp(value[static_cast<std::size_t>(c)] + random.below(noise) - noise / 2);
      }
    }
  }
  return canvas;
}

Canvas screenshot(int width, int height, int channels, int colours, Random& random) {
  Canvas canvas(width, height, channels);
  const auto palette = random_palette(colours, channels, random);
  const auto any = [&]() -> const Colour& {
    return palette[static_cast<std::size_t>(random.below(colours))];
  };
  fill(canvas, {0, 0, width, height}, palette.front());
  for (int panel = 0; panel < 6; ++panel) {
    const Rectangle area = {random.below(width),
                            random.below(height),
                            1 + random.below(width),
                            1 + random.below(height)};
    fill(canvas, area, any());
  }
  // glyphs: short strokes on text lines
  const auto& ink = palette.back();
  for (int line = 6; line + 8 < height; line += 14) {
    for (int x = 4; x + 6 < width; x += 7) {
      const int stem = x + random.below(3);
      fill(canvas, {stem, line + random.below(3), 1, 2 + random.below(6)}, ink);
      const int bar = line + random.below(8);
      fill(canvas, {x, bar, 1 + random.below(5), 1}, ink);
    }
  }
  for (int c = 0; c < colours; ++c) {  // every colour occurs
    fill(canvas, {c % width, c / width, 1, 1}, palette[static_cast<std::size_t>(c)]);
  }
  return canvas;
}

void fade_edges(Canvas& canvas) {
  const int alpha = canvas.channels - 1;
  for (int y = 0; y < canvas.height; ++y) {
    for (int x = 0; x < canvas.width; ++x) {
      const int edge = std::min({x, y, canvas.width - 1 - x, canvas.height - 1 - y});
      canvas.at(x, y, alpha) = clamp(edge < 3 ? 0 : (edge - 3) * 32);
    }
  }
}

}  // namespace pixmill::test
