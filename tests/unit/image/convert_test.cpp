#include "engine/image/convert.h"

#include <boost/test/unit_test.hpp>

using namespace pixmill;

BOOST_AUTO_TEST_CASE(sixteen_bits_round_to_the_nearest_eight) {
  const Image deep{3, 1, 1, 2, {0x00, 0x80, 0x00, 0x81, 0xFF, 0xFF}};

  const Image shallow = to_eight_bits(deep);

  BOOST_CHECK((shallow == Image{3, 1, 1, 1, {0, 1, 255}}));
}

BOOST_AUTO_TEST_CASE(alpha_mixes_with_the_background) {
  const Image image{3, 1, 4, 1, {10, 20, 30, 255, 10, 20, 30, 0, 0, 100, 200, 128}};

  const Image opaque = compose_over(image, 255);

  // the last: (c * 128 + 255 * 127) / 255, rounded
  BOOST_CHECK((opaque == Image{3, 1, 3, 1, {10, 20, 30, 255, 255, 255, 127, 177, 227}}));
}

BOOST_AUTO_TEST_CASE(grey_with_alpha_becomes_grey) {
  const Image image{2, 1, 2, 1, {40, 255, 40, 0}};

  BOOST_CHECK((compose_over(image, 0) == Image{2, 1, 1, 1, {40, 0}}));
}

BOOST_AUTO_TEST_CASE(grey_repeats_in_three_channels) {
  BOOST_CHECK((to_rgb(Image{2, 1, 1, 1, {5, 6}}) == Image{2, 1, 3, 1, {5, 5, 5, 6, 6, 6}}));
}
