#include "engine/image/resize_bicubic.h"

#include <boost/test/unit_test.hpp>

#include "engine/base/hash.h"

using namespace pixmill;

namespace {

/// Noise in which every other sample is black or white, so that the filter overshoots and clips.
Image noise(std::uint32_t width, std::uint32_t height, std::uint8_t channels) {
  Image image{width, height, channels, 1, {}};
  image.pixels.resize(image.row_bytes() * height);
  std::uint32_t state = 1;
  for (std::size_t i = 0; i < image.pixels.size(); ++i) {
    state = state * 1103515245u + 12345u;
    const auto value = static_cast<std::uint8_t>(state >> 24);
    const std::uint8_t extreme = value > 127 ? 255 : 0;
    image.pixels[i] = i % 2 != 0 ? extreme : value;
  }
  return image;
}

struct Golden {
  std::uint32_t width, height;
  std::uint8_t channels;
  std::uint32_t to_width, to_height;
  const char* hash;
};

}  // namespace

BOOST_AUTO_TEST_CASE(agrees_with_pillow_to_the_last_bit) {
  // hashes of what Pillow 9.4's Image.resize makes of the same noise
  const Golden goldens[] = {
      {300, 200, 3, 400, 400, "c5d733fabb194b9de774efb2c6376ee5"},   // up
      {1000, 700, 3, 400, 400, "bd1782c26467540796f35d99e169292d"},  // down
      {997, 13, 1, 400, 400, "0adda98caade5136494b901ed2c68bf1"},    // down and up, grey
      {5, 3, 3, 400, 400, "2b3c24846d2f0f02c51037e7c0ce66b9"},
      {400, 300, 3, 400, 400, "7c09b77118abbe145205897047d2070a"},  // columns only
      {300, 400, 1, 400, 400, "98ba9e66171c813acbda48866ad334c3"},  // rows only
      {3000, 7, 3, 2, 3, "dfc0261395127910a35748f7af5a0cf8"},
  };
  for (const Golden& golden : goldens) {
    const Image image = noise(golden.width, golden.height, golden.channels);

    const Image resized = resize_bicubic(image, golden.to_width, golden.to_height);

    BOOST_TEST(content_hash(resized.pixels).hex() == golden.hash);
  }
}

BOOST_AUTO_TEST_CASE(leaves_a_picture_of_that_size_alone) {
  const Image image = noise(40, 30, 3);

  BOOST_CHECK(resize_bicubic(image, 40, 30) == image);
}

BOOST_AUTO_TEST_CASE(a_single_pixel_fills_any_size) {
  const Image image{1, 1, 3, 1, {10, 20, 30}};

  const Image resized = resize_bicubic(image, 7, 5);

  for (std::size_t i = 0; i < resized.pixels.size(); i += 3) {
    BOOST_TEST(resized.pixels[i] == 10);
    BOOST_TEST(resized.pixels[i + 1] == 20);
    BOOST_TEST(resized.pixels[i + 2] == 30);
  }
}
