#include "engine/metric/ssimulacra2/ssimulacra2.h"

#include <boost/test/unit_test.hpp>

#include "made_pictures.h"

using namespace pixmill;
using namespace pixmill::test;

namespace {

double score(const Image& reference, const Image& candidate) {
  auto comparison = compare_by_ssimulacra2(reference);
  BOOST_REQUIRE(comparison.has_value());
  const auto result = (*comparison)->score(candidate);
  BOOST_REQUIRE(result.has_value());
  return *result;
}

/// The picture with one channel more, which holds `alpha` everywhere.
Image with_alpha(const Image& image, std::uint8_t alpha) {
  Image out = blank(image.width, image.height, static_cast<std::uint8_t>(image.channels + 1));
  for (std::size_t i = 0, o = 0; i < image.pixels.size(); ++o) {
    for (std::size_t c = 0; c < image.channels; ++c) out.pixels[o++] = image.pixels[i++];
    out.pixels[o] = alpha;
  }
  return out;
}

/// Grey as RGB.
Image replicated(const Image& grey) {
  Image out = blank(grey.width, grey.height, 3);
  for (std::size_t i = 0; i < out.pixels.size(); ++i) out.pixels[i] = grey.pixels[i / 3];
  return out;
}

/// 8-bit samples as the same values in 16 bits.
Image widened(const Image& image) {
  Image out = image;
  out.bytes_per_sample = 2;
  out.pixels.clear();
  for (const std::uint8_t sample : image.pixels) out.pixels.insert(out.pixels.end(), 2, sample);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(identical_pictures_score_100) {
  for (const std::uint32_t side : {8u, 9u, 31u, 64u, 130u}) {
    const Image picture = made_picture(side, side + 3);

    BOOST_TEST(score(picture, picture) == 100.0);
  }
}

// Recorded when this implementation agreed with the reference within 0.0006 over 154 JPEGs;
// compared exactly, because scores decide which bytes a search chooses.
BOOST_AUTO_TEST_CASE(scores_stay_what_they_were) {
  const Image large = made_picture(203, 151);
  const Image small = made_picture(57, 40);

  BOOST_TEST(score(large, posterised(large, 16)) == 76.705795361406828);
  BOOST_TEST(score(large, noisy(large, 6)) == 84.754986819127254);
  BOOST_TEST(score(small, posterised(small, 16)) == 39.976810424540346);
  BOOST_TEST(score(small, noisy(small, 6)) == 54.185772070885996);
}

BOOST_AUTO_TEST_CASE(more_distortion_scores_lower) {
  const Image picture = made_picture(160, 120);

  double last = 100.0;
  for (const std::uint32_t step : {4u, 8u, 16u, 32u, 64u}) {
    const double now = score(picture, posterised(picture, step));
    BOOST_TEST(now < last);
    last = now;
  }
}

BOOST_AUTO_TEST_CASE(candidates_do_not_influence_one_another) {
  const Image picture = made_picture(150, 133);
  const Image good = posterised(picture, 4);
  const Image bad = posterised(picture, 48);
  auto comparison = compare_by_ssimulacra2(picture);
  BOOST_REQUIRE(comparison.has_value());

  const double first = *(*comparison)->score(good);
  const double between = *(*comparison)->score(bad);
  const double again = *(*comparison)->score(good);

  BOOST_TEST(first == again);
  BOOST_TEST(between < first);
}

BOOST_AUTO_TEST_CASE(an_arena_used_before_changes_no_score) {
  const Image large = made_picture(300, 200);
  const Image small = made_picture(70, 90);
  ssimulacra2::PlaneArena arena;
  BOOST_REQUIRE(compare_by_ssimulacra2(large, arena).has_value());

  auto comparison = compare_by_ssimulacra2(small, arena);

  BOOST_REQUIRE(comparison.has_value());
  const Image candidate = noisy(small, 9);
  BOOST_TEST(*(*comparison)->score(candidate) == score(small, candidate));
}

BOOST_AUTO_TEST_CASE(grey_counts_as_three_equal_colours) {
  const Image grey = made_picture(120, 90, 1);
  const Image candidate = posterised(grey, 16);

  const double expected = score(replicated(grey), replicated(candidate));

  BOOST_TEST(score(grey, candidate) == expected);
  BOOST_TEST(score(grey, replicated(candidate)) == expected);
}

BOOST_AUTO_TEST_CASE(samples_of_16_bits_score_like_those_of_8_bits) {
  const Image picture = made_picture(120, 90);
  const Image candidate = posterised(picture, 16);

  const double of_16_bits = score(widened(picture), widened(candidate));

  // not exactly: a sample's last float bit depends on its depth, as in the reference
  BOOST_TEST(of_16_bits == score(picture, candidate), boost::test_tools::tolerance(1e-3));
}

BOOST_AUTO_TEST_CASE(differences_of_less_than_an_8_bit_step_count) {
  const Image picture = widened(made_picture(120, 90));
  Image candidate = picture;
  for (std::size_t i = 1; i < candidate.pixels.size(); i += 4) candidate.pixels[i] ^= 0x40;

  BOOST_TEST(score(picture, candidate) < 100.0);
}

BOOST_AUTO_TEST_CASE(opaque_alpha_changes_nothing) {
  const Image picture = made_picture(120, 90);
  const Image candidate = posterised(picture, 16);

  BOOST_TEST(score(with_alpha(picture, 255), with_alpha(candidate, 255)) ==
             score(picture, candidate));
}

BOOST_AUTO_TEST_CASE(colour_that_alpha_hides_does_not_count) {
  const Image picture = with_alpha(made_picture(120, 90), 0);
  const Image other_colours = with_alpha(posterised(made_picture(120, 90), 64), 0);

  BOOST_TEST(score(picture, other_colours) == 100.0);
}

BOOST_AUTO_TEST_CASE(translucent_pictures_get_the_worse_of_two_backgrounds) {
  Image white = blank(64, 64, 3);
  std::fill(white.pixels.begin(), white.pixels.end(), std::uint8_t{255});
  const Image half_white = with_alpha(white, 128);

  // over white they look alike: black tells
  BOOST_TEST(score(half_white, white) < 50.0);
  BOOST_TEST(score(white, half_white) < 50.0);
  BOOST_TEST(score(half_white, half_white) == 100.0);
}

BOOST_AUTO_TEST_CASE(different_sizes_fail_and_both_are_told) {
  auto comparison = compare_by_ssimulacra2(made_picture(40, 30));
  BOOST_REQUIRE(comparison.has_value());

  const auto result = (*comparison)->score(made_picture(41, 30));

  BOOST_REQUIRE(!result.has_value());
  BOOST_TEST(result.error().message.find("40x30") != std::string::npos);
  BOOST_TEST(result.error().message.find("41x30") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(sides_under_8_pixels_are_not_supported) {
  for (const Image& picture : {made_picture(7, 100), made_picture(100, 7), made_picture(1, 1)}) {
    const auto comparison = compare_by_ssimulacra2(picture);

    BOOST_REQUIRE(!comparison.has_value());
    BOOST_CHECK(comparison.error().code == ErrorCode::unsupported);
    BOOST_TEST(comparison.error().message.find("8 pixels") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(extreme_shapes_have_scores) {
  for (const Image& picture : {made_picture(8, 700), made_picture(700, 8), made_picture(8, 8)}) {
    const double value = score(picture, posterised(picture, 32));

    BOOST_TEST(value < 100.0);
    BOOST_TEST(value > -1000.0);
  }
}
