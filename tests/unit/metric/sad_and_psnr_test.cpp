#include <boost/test/unit_test.hpp>
#include <cmath>

#include "engine/metric/metric.h"
#include "engine/metric/psnr.h"
#include "engine/metric/sad.h"

using namespace pixmill;

namespace {

Image flat(std::uint32_t width, std::uint32_t height, Bytes pixel) {
  Image image{width, height, static_cast<std::uint8_t>(pixel.size()), 1, {}};
  for (std::uint32_t i = 0; i < width * height; ++i) {
    image.pixels.insert(image.pixels.end(), pixel.begin(), pixel.end());
  }
  return image;
}

double score(Metric metric, const Image& reference, const Image& candidate) {
  auto comparison = find_metric(metric)->against(reference);
  BOOST_REQUIRE(comparison.has_value());
  const Result<double> result = (*comparison)->score(candidate);
  BOOST_REQUIRE(result.has_value());
  return *result;
}

const auto k_close = boost::test_tools::tolerance(1e-12);

}  // namespace

BOOST_AUTO_TEST_CASE(metrics_are_found_by_name_and_number) {
  BOOST_TEST(find_metric("sad") == find_metric(Metric::sad));
  BOOST_TEST(find_metric("psnr") == find_metric(Metric::psnr));
  BOOST_CHECK(find_metric("nothing") == nullptr);
}

BOOST_AUTO_TEST_CASE(identical_pictures_score_highest) {
  const Image image = flat(30, 20, {1, 2, 3});

  BOOST_TEST(score(Metric::sad, image, image) == 1.0);
  BOOST_TEST(score(Metric::psnr, image, image) == k_psnr_identical);
}

BOOST_AUTO_TEST_CASE(sad_is_the_mean_difference_over_bands) {
  const Image a = flat(30, 20, {0, 10, 20});
  const Image b = flat(30, 20, {51, 10, 20});

  BOOST_TEST(score(Metric::sad, a, b) == 1.0 - 51.0 / (3 * 255.0), k_close);
}

BOOST_AUTO_TEST_CASE(psnr_is_over_all_colour_samples) {
  const Image a = flat(10, 10, {100, 100, 100});
  const Image b = flat(10, 10, {103, 100, 100});

  BOOST_TEST(score(Metric::psnr, a, b) == 10 * std::log10(255.0 * 255.0 / (9.0 / 3)), k_close);
}

BOOST_AUTO_TEST_CASE(a_fault_that_white_hides_is_seen_over_black) {
  const Image reference = flat(10, 10, {255, 255, 255, 0});
  const Image candidate = flat(10, 10, {255, 255, 255, 255});

  BOOST_TEST(score(Metric::sad, reference, candidate) == 0.0);
  BOOST_TEST(score(Metric::psnr, reference, candidate) == 0.0);
}

BOOST_AUTO_TEST_CASE(colour_under_full_transparency_does_not_count) {
  const Image reference = flat(10, 10, {255, 0, 0, 0});
  const Image candidate = flat(10, 10, {0, 255, 0, 0});

  BOOST_TEST(score(Metric::psnr, reference, candidate) == k_psnr_identical);
}

BOOST_AUTO_TEST_CASE(grey_equals_the_same_grey_in_three_channels) {
  BOOST_TEST(score(Metric::sad, flat(9, 9, {7}), flat(9, 9, {7, 7, 7})) == 1.0);
}

BOOST_AUTO_TEST_CASE(pictures_of_other_sizes_are_refused_with_both_sizes) {
  for (const Metric metric : {Metric::sad, Metric::psnr}) {
    auto comparison = find_metric(metric)->against(flat(10, 20, {7}));

    const Result<double> result = (*comparison)->score(flat(20, 10, {7}));

    BOOST_REQUIRE(!result.has_value());
    BOOST_TEST(result.error().message == "its size is 20x10, the reference's 10x20");
  }
}
