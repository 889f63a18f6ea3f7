#include "engine/metric/ssim.h"

#include <boost/test/unit_test.hpp>

#include "made_pictures.h"

using namespace pixmill;
using namespace pixmill::test;

namespace {

double ssim_score(const Image& reference, const Image& candidate) {
  const auto comparison = compare_by_ssim(reference);
  BOOST_REQUIRE(comparison.has_value());
  const Result<double> result = (*comparison)->score(candidate);
  BOOST_REQUIRE(result.has_value());
  return *result;
}

Image flat_grey(std::uint32_t side, std::uint8_t level) {
  return {side, side, 1, 1, Bytes(std::size_t{side} * side, level)};
}

const auto k_close = boost::test_tools::tolerance(1e-12);

}  // namespace

BOOST_AUTO_TEST_CASE(ssim_of_identical_pictures_is_1) {
  const Image picture = made_picture(41, 29);

  BOOST_TEST(ssim_score(picture, picture) == 1.0, k_close);
}

BOOST_AUTO_TEST_CASE(ssim_of_flat_pictures_is_its_luminance_term) {
  const double c1 = 0.01 * 0.01 * 255 * 255;

  const double expected = (2.0 * 100 * 140 + c1) / (100.0 * 100 + 140.0 * 140 + c1);

  BOOST_TEST(ssim_score(flat_grey(20, 100), flat_grey(20, 140)) == expected, k_close);
}

BOOST_AUTO_TEST_CASE(ssim_of_one_window_is_the_formula) {
  // half of the window's pixels are 10, the other half 30; the candidate has them the other way
  // round
  Image a = flat_grey(8, 10);
  Image b = flat_grey(8, 30);
  std::fill(a.pixels.begin() + 32, a.pixels.end(), std::uint8_t{30});
  std::fill(b.pixels.begin() + 32, b.pixels.end(), std::uint8_t{10});
  const double c2 = 0.03 * 0.03 * 255 * 255;
  const double variance = 100.0 * 64 / 63;

  const double expected = (-2.0 * variance + c2) / (2.0 * variance + c2);

  BOOST_TEST(ssim_score(a, b) == expected, k_close);
}

BOOST_AUTO_TEST_CASE(ssim_is_symmetric_and_falls_with_distortion) {
  const Image picture = made_picture(60, 50);
  const Image mild = noisy(picture, 5);
  const Image strong = noisy(picture, 30);

  BOOST_TEST(ssim_score(picture, mild) == ssim_score(mild, picture), k_close);
  BOOST_TEST(ssim_score(picture, strong) < ssim_score(picture, mild));
  BOOST_TEST(ssim_score(picture, mild) < 1.0);
}

BOOST_AUTO_TEST_CASE(ssim_fails_for_other_sizes_and_small_sides) {
  const auto comparison = compare_by_ssim(made_picture(20, 20));
  BOOST_REQUIRE(comparison.has_value());

  BOOST_TEST(!(*comparison)->score(made_picture(20, 21)).has_value());
  BOOST_TEST(!compare_by_ssim(made_picture(7, 20)).has_value());
}
