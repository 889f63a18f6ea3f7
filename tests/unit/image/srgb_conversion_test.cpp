#include "engine/image/srgb_conversion.h"

#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "tests/support/pictures/icc_profile.h"

using namespace pixmill;

namespace {

/// Pictures of one pixel.
Image pixel(std::uint8_t channels, std::uint8_t bytes_per_sample, Bytes samples) {
  return {1, 1, channels, bytes_per_sample, std::move(samples)};
}

Image converted(const Image& image) {
  const auto conversion = SrgbConversion::open(test::display_profile(), image.channels);
  BOOST_REQUIRE(conversion.has_value());
  return conversion->apply(image);
}

std::uint32_t sample(const Image& image, std::size_t index) {
  return read_be16(ByteView(image.pixels).subspan(2 * index, 2));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(srgb_conversion)

BOOST_AUTO_TEST_CASE(white_and_black_stay_what_they_are) {
  for (const int level : {0, 255}) {
    const Image image = converted(pixel(3, 1, Bytes(3, static_cast<std::uint8_t>(level))));

    BOOST_TEST(image.bytes_per_sample == 2);
    for (std::size_t i = 0; i < 3; ++i) {
      BOOST_TEST(std::abs(static_cast<int>(sample(image, i)) - level * 257) <= 40);
    }
  }
}

BOOST_AUTO_TEST_CASE(alpha_is_kept_exactly_and_widened) {
  const Image from_8 = converted(pixel(4, 1, {219, 0, 0, 77}));
  const Image from_16 = converted(pixel(4, 2, {0xDB, 0xDB, 0, 0, 0, 0, 0x12, 0x34}));

  BOOST_TEST(sample(from_8, 3) == 77u * 257u);
  BOOST_TEST(sample(from_16, 3) == 0x1234u);
}

BOOST_AUTO_TEST_CASE(both_depths_convert_to_nearly_the_same) {
  for (const int code : {1, 17, 100, 200, 254}) {
    const auto level = static_cast<std::uint8_t>(code);
    const Image from_8 = converted(pixel(3, 1, {level, 90, 30}));
    const Image from_16 = converted(pixel(3, 2, {level, level, 90, 90, 30, 30}));

    for (std::size_t i = 0; i < 3; ++i) {
      // a tenth of a step of 8 bits
      const int difference =
          static_cast<int>(sample(from_8, i)) - static_cast<int>(sample(from_16, i));
      BOOST_TEST(std::abs(difference) <= 26);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_profile_of_other_channels_is_refused) {
  const auto conversion = SrgbConversion::open(test::display_profile(), 1);

  BOOST_REQUIRE(!conversion.has_value());
  BOOST_TEST((conversion.error().code == ErrorCode::corrupt_input));
}

BOOST_AUTO_TEST_CASE(no_profile_is_no_conversion_and_no_note) {
  const auto colors = sample_colors(Bytes{}, 3);

  BOOST_REQUIRE(colors.has_value());
  BOOST_TEST(colors->profile.empty());
  BOOST_TEST(colors->note.empty());
}

BOOST_AUTO_TEST_CASE(a_profile_that_cannot_be_read_is_noted) {
  const auto colors = sample_colors(unexpected(ErrorCode::corrupt_input, "it is incomplete"), 3);

  BOOST_REQUIRE(colors.has_value());
  BOOST_TEST(colors->profile.empty());
  BOOST_TEST(colors->note.find("it is incomplete") == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
