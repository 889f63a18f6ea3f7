#include "engine/metric/error_map.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "engine/metric/heat_map.h"
#include "engine/metric/metric.h"
#include "made_pictures.h"

using namespace pixmill;
using namespace pixmill::test;

namespace {

ErrorMap ssimulacra2_map(const Image& reference, const Image& candidate) {
  const auto map = find_metric(Metric::ssimulacra2)->map_errors(reference, candidate);
  BOOST_REQUIRE(map.has_value());
  return *map;
}

ErrorMap luma_map(const Image& reference, const Image& candidate) {
  const auto map = map_luma_differences(reference, candidate);
  BOOST_REQUIRE(map.has_value());
  return *map;
}

/// The picture with samples inverted in the rectangle from x to right and y to bottom.
Image inverted_from(Image image, std::uint32_t x, std::uint32_t y) {
  for (std::uint32_t row = y; row < image.height; ++row) {
    const std::size_t begin = row * image.row_bytes() + std::size_t{x} * image.channels;
    for (std::size_t i = begin; i < (row + 1) * image.row_bytes(); ++i) {
      image.pixels[i] = static_cast<std::uint8_t>(255 - image.pixels[i]);
    }
  }
  return image;
}

float mean_of_columns(const ErrorMap& map, std::uint32_t begin, std::uint32_t end) {
  float sum = 0;
  for (std::uint32_t y = 0; y < map.height; ++y) {
    for (std::uint32_t x = begin; x < end; ++x) sum += map.values[y * map.width + x];
  }
  return sum / static_cast<float>(map.height * (end - begin));
}

double mean(const ErrorMap& map) {
  return static_cast<double>(mean_of_columns(map, 0, map.width));
}

}  // namespace

BOOST_AUTO_TEST_CASE(identical_pictures_have_no_errors_anywhere) {
  const Image picture = made_picture(83, 41);

  for (const ErrorMap& map : {ssimulacra2_map(picture, picture), luma_map(picture, picture)}) {
    BOOST_TEST(map.values.size() == 83u * 41u);
    // a float's rounding is left where variances are differences
    BOOST_TEST(*std::max_element(map.values.begin(), map.values.end()) < 0.01f);
  }
}

BOOST_AUTO_TEST_CASE(errors_are_where_the_pictures_differ) {
  const Image picture = made_picture(160, 96);
  const Image changed = inverted_from(picture, 120, 0);

  for (const ErrorMap& map : {ssimulacra2_map(picture, changed), luma_map(picture, changed)}) {
    BOOST_TEST(mean_of_columns(map, 0, 60) < 0.02f);
    BOOST_TEST(mean_of_columns(map, 120, 160) > 0.5f);
  }
}

BOOST_AUTO_TEST_CASE(a_map_of_ssimulacra2_follows_the_score) {
  const Image picture = made_picture(128, 128);

  const double slight = mean(ssimulacra2_map(picture, noisy(picture, 2)));
  const double strong = mean(ssimulacra2_map(picture, noisy(picture, 20)));

  BOOST_TEST(slight > 0.0);
  BOOST_TEST(strong > 2 * slight);
  const auto comparison = find_metric(Metric::ssimulacra2)->against(picture);
  const auto score = (*comparison)->score(noisy(picture, 2));
  // noise is everywhere alike, so what every place says is nearly what the score says
  BOOST_TEST(100.0 - 70.0 * slight == *score, boost::test_tools::tolerance(0.05));
}

BOOST_AUTO_TEST_CASE(what_hides_on_one_background_shows_on_the_other) {
  const Image white = [] {
    Image image = blank(64, 256, 4);
    std::fill(image.pixels.begin(), image.pixels.end(), std::uint8_t{255});
    return image;
  }();
  Image holed = white;
  for (std::size_t pixel = 0; pixel < std::size_t{64} * 20; ++pixel)
    holed.pixels[4 * pixel + 3] = 0;

  for (const ErrorMap& map : {ssimulacra2_map(white, holed), luma_map(white, holed)}) {
    BOOST_TEST(map.values[10 * 64 + 30] > 0.5f);
    BOOST_TEST(map.values[230 * 64 + 30] < 0.05f);
  }
}

BOOST_AUTO_TEST_CASE(one_step_of_luma_shows) {
  const Image grey = blank(8, 8, 1);
  Image changed = grey;
  changed.pixels[0] = 1;

  const ErrorMap map = luma_map(grey, changed);

  BOOST_TEST(map.values[0] == 0.125f);
  BOOST_TEST(map.values[1] == 0.0f);
}

BOOST_AUTO_TEST_CASE(sizes_that_differ_have_no_map) {
  const Image a = blank(20, 20, 1);
  const Image b = blank(20, 21, 1);

  for (auto* map : {map_luma_differences, find_metric(Metric::ssimulacra2)->map_errors}) {
    const auto errors = map(a, b);
    BOOST_REQUIRE(!errors.has_value());
    BOOST_TEST(errors.error().message.find("20x21") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_side_too_short_for_ssimulacra2_has_no_map_of_it) {
  const Image narrow = blank(7, 100, 3);

  BOOST_TEST(!find_metric(Metric::ssimulacra2)->map_errors(narrow, narrow).has_value());
}

BOOST_AUTO_TEST_CASE(worse_errors_are_painted_brighter) {
  ErrorMap errors{5, 1, {0.0f, 0.25f, 0.5f, 0.75f, 1.0f}};

  const Image painted = paint_heat_map(errors, blank(5, 1, 1));

  const auto lightness = [&](std::size_t x) {
    return 2 * painted.pixels[3 * x] + 5 * painted.pixels[3 * x + 1] + painted.pixels[3 * x + 2];
  };
  BOOST_TEST(lightness(0) == 0);
  for (std::size_t x = 1; x < 5; ++x) BOOST_TEST(lightness(x) > lightness(x - 1));
}
