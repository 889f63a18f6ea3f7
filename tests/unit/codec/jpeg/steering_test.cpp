#include "engine/codec/jpeg/encoder/steering.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <random>

#include "engine/codec/jpeg/encoder/front_end.h"
#include "engine/codec/jpeg/encoder/picture_view.h"
#include "engine/codec/jpeg/encoder/quantiser.h"
#include "engine/codec/jpeg/encoder/quantiser_kernels.h"
#include "samples.h"

using namespace pixmill;
using namespace pixmill::jpeg;
using namespace pixmill::test;

namespace {

CoefficientImage levels_of(const Image& image, ChromaSampling sampling, int quality) {
  return Quantiser(transform_pixels(image, sampling), image)
      .quantise(quality, Quantisation::dead_zone);
}

template <class Number>
std::vector<Number> numbers(std::size_t count, unsigned height, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Number> out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(static_cast<Number>(static_cast<int>(random() % (2 * height + 1)) -
                                      static_cast<int>(height)));
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(quantiser_kernels_give_the_same_bits_on_every_target) {
  const auto block = numbers<std::int16_t>(64, 900, 1);
  const auto level = numbers<std::int16_t>(64, 9, 2);
  const auto means = numbers<float>(64, 100, 3);
  BlockTable scale;
  BlockTable rounding;
  for (std::size_t i = 0; i < 64; ++i) {
    scale[i] = 1.0F / static_cast<float>(16 * (i + 3));
    rounding[i] = 0.5F - static_cast<float>(i) / 200;
  }
  MeanBasis means_basis;
  means_basis.samples = 4;
  for (std::size_t i = 0; i < 64; ++i)
    means_basis.weights[i / 8][i % 8] = std::sin(static_cast<float>(i));
  for (std::size_t i = 0; i < 64; ++i)
    means_basis.by_frequency[i % 8][i / 8] = means_basis.weights[i / 8][i % 8];

  const auto results = [&](const QuantiserKernels& kernels) {
    std::vector<float> out(64);
    kernels.to_means(block.data(), scale, {means_basis, means_basis}, out.data(), 4);
    BlockTable derivative{};
    kernels.from_means(means.data(), 8, {means_basis, means_basis}, derivative);
    out.insert(out.end(), derivative.begin(), derivative.end());
    std::vector<std::int16_t> levels(64);
    kernels.dead_zone(block.data(), scale, rounding, levels.data(), 64);
    out.insert(out.end(), levels.begin(), levels.end());
    std::vector<std::int16_t> target = block;
    kernels.move(derivative, level.data(), scale, {0.2F, 0.01F, 0.3F}, target.data());
    out.insert(out.end(), target.begin(), target.end());
    std::vector<std::vector<float>> rows(6, means);
    const ColorRows ycc{rows[0].data(), rows[1].data(), rows[2].data()};
    const ColorRows rgb{rows[3].data(), rows[4].data(), rows[5].data()};
    kernels.to_linear(ycc, rgb, 61);
    kernels.from_linear(rgb, ycc, 61);
    for (const auto& row : rows) out.insert(out.end(), row.begin(), row.end());
    return out;
  };

  BOOST_CHECK(results(best_quantiser_kernels()) == results(portable_quantiser_kernels()));
}

BOOST_AUTO_TEST_CASE(coefficients_seen_small_are_the_picture_seen_small) {
  const Image image = sample_picture(101, 75, 3);
  for (const ViewSize size : {ViewSize{0, 0}, {1, 0}, {2, 0}, {0, 2}}) {
    for (const ChromaSampling sampling : {ChromaSampling{1, 1}, {2, 1}, {1, 2}, {2, 2}}) {
      const CoefficientImage levels = levels_of(image, sampling, 100);
      const auto view = PictureView::of(transform_pixels(image, sampling), size);
      BOOST_REQUIRE(view.has_value());
      const auto made = view->to_linear(levels);
      const auto wanted = view->to_linear(image);
      double difference = 0;
      for (std::size_t i = 0; i < made[1].size(); ++i) {
        difference += static_cast<double>(std::abs(made[1][i] - wanted[1][i]));
      }
      // subsampled chroma is another picture, a little
      BOOST_TEST(difference / static_cast<double>(made[1].size()) <
                 (sampling == ChromaSampling{1, 1} ? 0.004 : 0.02));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_way_back_is_the_adjoint_of_the_way_there) {
  // 4:2:0 at full size goes through everything: doublings, the colour matrix, light
  const Image image = sample_picture(48, 32, 3);
  const DctImage shape = transform_pixels(image, {2, 2});
  const auto view = PictureView::of(shape, {0, 0});
  const CoefficientImage levels = levels_of(image, {2, 2}, 90);
  const auto before = view->to_linear(levels);
  ssimulacra2::LinearPlanes weights = before;
  for (std::size_t c = 0; c < 3; ++c) {
    weights[c] = numbers<float>(before[c].size(), 50, static_cast<unsigned>(c));
  }
  const auto weighted = [&](const ssimulacra2::LinearPlanes& planes) {
    double sum = 0;
    for (std::size_t c = 0; c < 3; ++c) {
      for (std::size_t i = 0; i < planes[c].size(); ++i) {
        sum +=
            static_cast<double>(weights[c][i]) * static_cast<double>(planes[c][i] - before[c][i]);
      }
    }
    return sum;
  };
  const PictureView::Strip gradient = view->strip_gradient(levels, weights, 0);

  for (const std::size_t component : {0U, 1U, 2U}) {
    for (const std::size_t coefficient : {0U, 1U, 8U, 10U}) {
      const std::size_t block = 1;
      CoefficientImage changed = levels;
      changed.planes[component].values[64 * block + coefficient] += 1;
      BlockTable derivative;
      view->block_gradient(gradient, component, block, derivative);
      const double step = changed.planes[component].steps[coefficient == 0 ? 0 : 1];
      const double told = static_cast<double>(derivative[coefficient]) * step;
      const double measured = weighted(view->to_linear(changed));
      // steps differ a little among the first frequencies, and light is no linear function
      BOOST_TEST(std::abs(told - measured) < 0.25 * std::abs(measured) + 0.3);
    }
  }
}

BOOST_AUTO_TEST_CASE(targets_move_by_less_than_half_a_step) {
  const Image image = sample_picture(96, 64, 3);
  const DctImage source = transform_pixels(image, {2, 2});
  const CoefficientImage now = levels_of(image, {2, 2}, 60);
  std::vector<std::vector<float>> lambda;
  for (const DctPlane& plane : source.planes) lambda.emplace_back(plane.block_count(), 10.0F);
  DctImage targets = source;

  Steering(image, source, ViewSize{0, 0}).move(targets, source, now, lambda, Turn::first);

  std::size_t moved = 0;
  for (std::size_t i = 0; i < source.planes[0].values.size(); ++i) {
    const int by = std::abs(targets.planes[0].values[i] - source.planes[0].values[i]);
    const int natural = static_cast<int>(i % 64);
    const auto largest = *std::max_element(now.planes[0].steps.begin(), now.planes[0].steps.end());
    const int step = natural == 0 ? now.planes[0].steps[0] : largest;
    BOOST_REQUIRE_LT(2 * by, 16 * step);
    if (by != 0) ++moved;
  }
  BOOST_TEST(moved > source.planes[0].values.size() / 4);
}

BOOST_AUTO_TEST_CASE(unusual_subsampling_is_not_steered) {
  const Image image = sample_picture(96, 64, 3);
  DctImage source = transform_pixels(image, {1, 1});
  source.planes[0].horizontal = 3;  // chroma at two thirds
  source.planes[1].horizontal = 2;
  source.planes[2].horizontal = 2;

  BOOST_CHECK(!PictureView::of(source, {0, 2}).has_value());
}
