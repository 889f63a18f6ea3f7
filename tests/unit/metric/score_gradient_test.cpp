#include "engine/metric/ssimulacra2/score_gradient.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "engine/metric/metric.h"

using namespace pixmill;
using namespace pixmill::ssimulacra2;

namespace {

constexpr PlaneSize k_size{175, 166};

/// A few waves in each colour, and noise of the given height; samples of sRGB, 0 to 1.
LinearPlanes encoded_picture(double noise, unsigned seed) {
  std::mt19937 random(seed);
  LinearPlanes planes;
  for (std::size_t c = 0; c < planes.size(); ++c) {
    for (std::size_t i = 0; i < k_size.count(); ++i) {
      const std::size_t row = i / k_size.width;
      const auto x = static_cast<double>(i % k_size.width);
      const auto y = static_cast<double>(row);
      const auto phase = static_cast<double>(c);
      const double wave =
          std::sin(x / 5 + phase) * std::cos(y / (7 + phase)) + std::sin(x * y / 90);
      const double extra = noise * (static_cast<double>(random() % 2001) / 1000 - 1);
      planes[c].push_back(static_cast<float>(0.5 + 0.16 * wave + extra));
    }
  }
  return planes;
}

LinearPlanes linear(const LinearPlanes& encoded) {
  LinearPlanes out = encoded;
  for (std::vector<float>& plane : out) {
    for (float& v : plane) v = v <= 0.04045F ? v / 12.92F : std::pow((v + 0.055F) / 1.055F, 2.4F);
  }
  return out;
}

/// In 16 bits, big-endian as PNG has them, so that small steps are seen.
Image image_of(const LinearPlanes& encoded) {
  Image image{k_size.width, k_size.height, 3, 2, {}};
  for (std::size_t i = 0; i < k_size.count(); ++i) {
    for (std::size_t c = 0; c < 3; ++c) {
      const auto sample = static_cast<std::uint16_t>(std::lround(encoded[c][i] * 65535));
      image.pixels.push_back(static_cast<std::uint8_t>(sample >> 8));
      image.pixels.push_back(static_cast<std::uint8_t>(sample & 0xFF));
    }
  }
  return image;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_score_changes_as_its_derivative_says) {
  const LinearPlanes source = encoded_picture(0, 1);
  const LinearPlanes candidate = encoded_picture(0.03, 2);
  const auto comparison = find_metric(Metric::ssimulacra2)->against(image_of(source));
  BOOST_REQUIRE(comparison.has_value());
  LinearPlanes derivative = linear(candidate);
  ScoreGradient(k_size, 0, linear(source)).replace_by_direction(derivative);

  // along waves of several lengths in each colour, up to one factor for all
  double products = 0;
  double measured_squares = 0;
  double told_squares = 0;
  const LinearPlanes from = linear(candidate);
  for (std::size_t c = 0; c < 3; ++c) {
    for (const double length : {3.0, 5.0, 9.0, 17.0, 40.0}) {
      LinearPlanes there = candidate;
      LinearPlanes back = candidate;
      for (std::size_t i = 0; i < k_size.count(); ++i) {
        const std::size_t row = i / k_size.width;
        const auto x = static_cast<double>(i % k_size.width + row);
        const auto wave = static_cast<float>(std::sin(6.283 * x / length));
        // where a wave is high, the source comes nearer
        const float step = 0.1F * std::max(wave, 0.0F) * (source[c][i] - candidate[c][i]);
        there[c][i] += step;
        back[c][i] -= step;
      }
      const LinearPlanes to = linear(there);
      const LinearPlanes away = linear(back);
      double told = 0;
      for (std::size_t i = 0; i < k_size.count(); ++i) {
        told += static_cast<double>(derivative[c][i]) * static_cast<double>(to[c][i] - away[c][i]);
      }
      const double measured =
          *(*comparison)->score(image_of(there)) - *(*comparison)->score(image_of(back));
      products += told * measured;
      measured_squares += measured * measured;
      told_squares += told * told;
    }
  }
  BOOST_TEST(products / std::sqrt(measured_squares * told_squares) > 0.95);
}

BOOST_AUTO_TEST_CASE(every_target_finds_the_same_bits) {
  const LinearPlanes source = linear(encoded_picture(0, 1));
  const LinearPlanes candidate = linear(encoded_picture(0.05, 3));
  LinearPlanes best = candidate;
  LinearPlanes portable = candidate;

  ScoreGradient(k_size, 0, source).replace_by_direction(best);
  ScoreGradient(k_size, 0, source, portable_gradient_kernels()).replace_by_direction(portable);

  BOOST_CHECK(best == portable);
}

BOOST_AUTO_TEST_CASE(a_picture_too_small_for_its_scale_gets_no_direction) {
  LinearPlanes tiny;
  for (std::vector<float>& plane : tiny) plane.assign(4, 0.5F);
  const ScoreGradient gradient({8, 8}, 2, tiny);
  LinearPlanes candidate = tiny;
  candidate[0][1] = 0.7F;

  gradient.replace_by_direction(candidate);

  for (const std::vector<float>& plane : candidate) BOOST_CHECK(plane == std::vector<float>(4));
}
