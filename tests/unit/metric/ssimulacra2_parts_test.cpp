// The parts of SSIMULACRA2 against their mathematical definitions.
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "engine/metric/ssimulacra2/linear_light.h"
#include "engine/metric/ssimulacra2/power.h"
#include "engine/metric/ssimulacra2/prepared_source.h"
#include "engine/metric/ssimulacra2/sub_scores.h"
#include "made_pictures.h"

using namespace pixmill;
using namespace pixmill::ssimulacra2;
using namespace pixmill::test;

namespace {

/// sRGB's transfer function as IEC 61966-2-1 has it.
double srgb_to_linear(double encoded) {
  return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}

/// The filter that the recursion computes, as nine taps with zeros around the picture.
double filtered(const Plane& plane, const ScalePlan& scale, std::size_t x, std::size_t y) {
  constexpr double k_taps[] = {.264621, .212929, .109335, .036011, .009414};
  double sum = 0.0;
  for (int dy = -4; dy <= 4; ++dy) {
    for (int dx = -4; dx <= 4; ++dx) {
      const auto column = static_cast<std::ptrdiff_t>(x) + dx;
      const auto row = static_cast<std::ptrdiff_t>(y) + dy;
      if (column < 0 || column >= static_cast<std::ptrdiff_t>(scale.width)) continue;
      if (row < 0 || row >= static_cast<std::ptrdiff_t>(scale.height)) continue;
      const float* samples = plane.row(static_cast<std::size_t>(row));
      sum += k_taps[std::abs(dx)] * k_taps[std::abs(dy)] * static_cast<double>(samples[column]);
    }
  }
  return sum;
}

struct LinearRowBuffers {
  explicit LinearRowBuffers(std::size_t width)
      : red(width), green(width), blue(width), row{red.data(), green.data(), blue.data()} {}
  std::vector<float> red;
  std::vector<float> green;
  std::vector<float> blue;
  LinearRow row;
};

}  // namespace

BOOST_AUTO_TEST_CASE(power_is_as_exact_as_pow) {
  for (const double base : {1e-12, 0.003, 0.5, 0.70710678, 1.0, 1.7, 25.0, 4096.0, 3e9}) {
    for (const double exponent : {0.6276336467831387, 1.0, 2.4, -0.5}) {
      BOOST_TEST(power(base, exponent) == std::pow(base, exponent),
                 boost::test_tools::tolerance(1e-13));
    }
  }
}

BOOST_AUTO_TEST_CASE(linear_light_follows_the_srgb_curve) {
  Image ramp = blank(256, 1, 1);
  for (std::size_t i = 0; i < 256; ++i) ramp.pixels[i] = static_cast<std::uint8_t>(i);
  LinearRowBuffers buffers(256);

  LinearLight().read_row(ramp, Background::none, 0, buffers.row);

  for (std::size_t i = 0; i < 256; ++i) {
    const double expected = srgb_to_linear(static_cast<double>(i) / 255.0);
    BOOST_TEST(std::abs(static_cast<double>(buffers.green[i]) - expected) < 2e-6);
  }
}

BOOST_AUTO_TEST_CASE(backgrounds_shine_through_in_proportion) {
  Image pixel = blank(1, 1, 4);
  pixel.pixels = {200, 100, 0, 51};  // a fifth
  LinearRowBuffers over_black(1);
  LinearRowBuffers over_white(1);

  LinearLight().read_row(pixel, Background::black, 0, over_black.row);
  LinearLight().read_row(pixel, Background::white, 0, over_white.row);

  const auto near = [](float value, double encoded_255) {
    return std::abs(static_cast<double>(value) - srgb_to_linear(encoded_255 / 255.0)) < 2e-5;
  };
  BOOST_TEST(near(over_black.red[0], 40.0));
  BOOST_TEST(near(over_black.green[0], 20.0));
  BOOST_TEST(near(over_black.blue[0], 0.0));
  BOOST_TEST(near(over_white.red[0], 244.0));
  BOOST_TEST(near(over_white.green[0], 224.0));
  BOOST_TEST(near(over_white.blue[0], 204.0));
}

BOOST_AUTO_TEST_CASE(source_statistics_are_those_of_a_gaussian_window) {
  const Image picture = made_picture(150, 131);
  const auto plan = plan_scales(picture.width, picture.height);
  PlaneArena arena;
  XybWalk walk(plan, best_kernels(), arena);
  BlurMemory memory(plan, 2, arena);
  PreparedSource source(plan, arena);

  walk.begin(picture, Background::none);
  source.prepare(plan, best_kernels(), walk, memory);

  for (const std::size_t scale : {0u, 1u, 3u}) {
    const SourceChannel& luma = source.channel(scale, 1);
    for (std::size_t y = 0; y < plan[scale].height; y += 3) {
      for (std::size_t x = 0; x < plan[scale].width; x += 7) {
        const double mean = filtered(luma.value, plan[scale], x, y);
        BOOST_TEST(std::abs(static_cast<double>(luma.mean.row(y)[x]) - mean) < 2e-5);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(pictures_get_the_scales_and_maps_of_the_definition) {
  const auto full = plan_scales(113, 500);
  BOOST_TEST(full.size() == 6u);
  BOOST_CHECK(full[0].maps[0] == Maps::none);
  BOOST_CHECK(full[0].maps[1] == Maps::structure_and_edges);
  BOOST_CHECK(full[1].maps[0] == Maps::structure);
  BOOST_CHECK(!full[5].is_needed());
  BOOST_TEST(full[1].width == 57u);

  BOOST_TEST(plan_scales(112, 500).size() == 5u);
  BOOST_TEST(plan_scales(8, 8).size() == 2u);
}

BOOST_AUTO_TEST_CASE(no_error_at_all_scores_100) {
  const auto plan = plan_scales(640, 480);
  std::vector<ScaleSums> sums(plan.size());
  BOOST_TEST(score_of(plan, sums) == 100.0);

  sums[0][1].structure_4th = 1e-9;
  BOOST_TEST(score_of(plan, sums) < 100.0);
}
