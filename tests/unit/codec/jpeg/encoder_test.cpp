#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <random>

#include "engine/codec/jpeg/coefficient_file.h"
#include "engine/codec/jpeg/coefficient_view.h"
#include "engine/codec/jpeg/decode.h"
#include "engine/codec/jpeg/encoder/front_end.h"
#include "engine/codec/jpeg/encoder/front_end_kernels.h"
#include "engine/codec/jpeg/encoder/mosaic.h"
#include "engine/codec/jpeg/encoder/quant_tables.h"
#include "engine/codec/jpeg/encoder/quantiser.h"
#include "engine/codec/jpeg/encoder/real_functions.h"
#include "engine/codec/jpeg/encoder/source_coefficients.h"
#include "engine/codec/jpeg/quality_estimate.h"
#include "engine/codec/jpeg/scans/scan_search.h"
#include "engine/metric/metric.h"
#include "samples.h"

using namespace pixmill;
using namespace pixmill::jpeg;
using namespace pixmill::test;

namespace {

Header header_of(const Bytes& file) {
  const Result<Header> header = read_header(file, Limits{});
  BOOST_REQUIRE(header.has_value());
  return *header;
}

double score(const Image& source, const Bytes& file) {
  auto comparison = find_metric(Metric::ssimulacra2)->against(source);
  BOOST_REQUIRE(comparison.has_value());
  return *(*comparison)->score(*decode_pixels(file, header_of(file)));
}

Bytes encoded(const Image& image, ChromaSampling sampling, int quality, Quantisation effort) {
  const Quantiser quantiser(transform_pixels(image, sampling), image);
  const auto file = write_coefficients(quantiser.quantise(quality, effort), {}, {});
  BOOST_REQUIRE(file.has_value());
  return *file;
}

/// Waves of many lengths in every colour, as photographs have them.
Image textured_picture(std::uint32_t width, std::uint32_t height) {
  Image image{width, height, 3, 1, Bytes(std::size_t{3} * width * height)};
  std::minstd_rand random(7);
  struct Wave {
    double across, down, phase, height;
    std::size_t colour;
  };
  std::vector<Wave> waves;
  const auto share = [&] { return static_cast<double>(random() % 1000) / 1000; };
  for (int i = 0; i < 60; ++i) {
    const double frequency = 2.5 * std::pow(0.002, share());
    const double direction = 6.28 * share();
    waves.push_back({frequency * std::cos(direction),
                     frequency * std::sin(direction),
                     6.28 * share(),
                     4 * std::pow(frequency, -0.5),
                     random() % 4});
  }
  for (std::size_t i = 0; i < image.pixels.size(); ++i) {
    double value = 128;
    for (const Wave& wave : waves) {
      if (wave.colour != 3 && wave.colour != i % 3) continue;
      const std::size_t row = i / 3 / width;
      const auto x = static_cast<double>(i / 3 % width);
      const auto y = static_cast<double>(row);
      value += wave.height * std::sin(wave.across * x + wave.down * y + wave.phase);
    }
    image.pixels[i] = static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
  }
  return image;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_kernel_gives_the_same_bits_on_every_target) {
  constexpr std::size_t k_count = 64;
  const FrontEndKernels& best = best_front_end_kernels();
  const FrontEndKernels& portable = portable_front_end_kernels();
  std::vector<std::uint8_t> rgb(3 * k_count);
  for (std::size_t i = 0; i < rgb.size(); ++i)
    rgb[i] = static_cast<std::uint8_t>(i * i * 7 + 13 * i);
  std::vector<float> r(k_count), g(k_count), b(k_count), cb(k_count), cr(k_count);
  for (std::size_t i = 0; i < k_count; ++i) {
    cb[i] = static_cast<float>(i) * 3.3F - 100.0F;
    cr[i] = 90.0F - static_cast<float>(i) * 2.7F;
  }
  const RgbRow rows{r.data(), g.data(), b.data()};
  const auto luma_of = [&](const FrontEndKernels& kernels) {
    kernels.split(rgb.data(), rows, k_count);
    std::vector<float> out(k_count);
    kernels.corrected_luma(rows, {cb.data(), cr.data()}, out.data(), k_count);
    return out;
  };
  const std::vector<float> luma = luma_of(portable);
  const auto blocks_of = [&](const FrontEndKernels& kernels) {
    std::array<const float*, 8> lines;
    lines.fill(luma.data());
    lines[3] = cb.data();
    lines[6] = cr.data();
    std::vector<std::int16_t> out(64 * (k_count / 8));
    kernels.transform(lines, out.data(), k_count / 8);
    return out;
  };

  BOOST_CHECK(luma == luma_of(best));
  BOOST_CHECK(blocks_of(portable) == blocks_of(best));
}

BOOST_AUTO_TEST_CASE(luma_is_moved_where_the_chroma_that_is_seen_is_another) {
  const FrontEndKernels& kernels = best_front_end_kernels();
  // red between blue: the chroma that a decoder sees is that of neither
  std::vector<float> r{255, 0, 200, 120}, g{0, 0, 190, 120}, b{0, 255, 210, 120};
  std::vector<float> cb{45, 45, 8, 0}, cr{53, 53, 6, 0};
  const RgbRow rows{r.data(), g.data(), b.data()};
  std::vector<float> plain(4), corrected(4);

  kernels.luma(rows, plain.data(), 4);
  kernels.corrected_luma(rows, {cb.data(), cr.data()}, corrected.data(), 4);

  BOOST_TEST(corrected[0] > plain[0] + 4);  // less of red's own light is left
  BOOST_TEST(std::abs(corrected[1] - plain[1]) > 4);
  BOOST_TEST(std::abs(corrected[2] - plain[2]) > 0.1F);
  BOOST_TEST(std::abs(corrected[3] - plain[3]) < 0.01F);
}

BOOST_AUTO_TEST_CASE(a_flat_picture_has_nothing_but_dc) {
  const Image grey{20, 20, 1, 1, Bytes(400, 200)};

  const DctImage image = transform_pixels(grey, {1, 1});

  for (std::size_t i = 0; i < image.planes[0].values.size(); ++i) {
    // 8 times the mean after the level shift, in sixteenths
    BOOST_REQUIRE_EQUAL(image.planes[0].values[i], i % 64 == 0 ? (200 - 128) * 8 * 16 : 0);
  }
}

BOOST_AUTO_TEST_CASE(fine_steps_give_the_picture_back_at_any_size_and_sampling) {
  for (const auto& [width, height] : {std::pair{1U, 1U}, {7U, 9U}, {16U, 16U}, {37U, 29U}}) {
    const Image image = sample_picture(width, height, 3);
    const Bytes file = encoded(image, {1, 1}, 100, Quantisation::dead_zone);
    const Result<Image> back = decode_pixels(file, header_of(file));
    BOOST_REQUIRE(back.has_value());
    for (std::size_t i = 0; i < image.pixels.size(); ++i) {
      BOOST_REQUIRE_LE(std::abs(int{back->pixels[i]} - int{image.pixels[i]}), 3);
    }
    for (const ChromaSampling sampling : {ChromaSampling{2, 2}, {2, 1}, {1, 2}}) {
      const Bytes sampled = encoded(image, sampling, 80, Quantisation::steered_trellis);
      const Result<Image> decoded = decode_pixels(sampled, header_of(sampled));
      BOOST_REQUIRE(decoded.has_value());
      BOOST_TEST(decoded->width == width);
      BOOST_TEST(decoded->height == height);
    }
  }
}

BOOST_AUTO_TEST_CASE(steps_become_finer_as_quality_grows) {
  const auto sum = [](int quality) {
    const ComponentSteps steps = steps_at(quality);
    int total = 0;
    for (const QuantTable& table : steps)
      total = std::accumulate(table.begin(), table.end(), total);
    return total;
  };
  for (int quality = 2; quality <= 100; ++quality) BOOST_TEST(sum(quality) <= sum(quality - 1));
  BOOST_TEST(sum(100) == 3 * 64);
}

BOOST_AUTO_TEST_CASE(more_work_spends_fewer_bytes_for_the_same_score) {
  const Image image = textured_picture(512, 384);
  const Bytes plain = encoded(image, {2, 2}, 60, Quantisation::dead_zone);
  const double wanted = score(image, plain);
  const auto bytes_for_it = [&](Quantisation effort) {
    int quality = 40;
    Bytes file = encoded(image, {2, 2}, quality, effort);
    while (score(image, file) < wanted) file = encoded(image, {2, 2}, ++quality, effort);
    return file.size();
  };

  const std::size_t fast = bytes_for_it(Quantisation::steered_dead_zone);
  BOOST_TEST(fast < plain.size());
  BOOST_TEST(bytes_for_it(Quantisation::steered_trellis) < fast);
  BOOST_TEST(bytes_for_it(Quantisation::steered_thrice) < plain.size());
}

BOOST_AUTO_TEST_CASE(files_tell_by_their_tables_at_which_quality_they_were_made) {
  const Image image = sample_picture(40, 40, 3);
  for (const int quality : {1, 30, 62, 75, 90}) {
    const Bytes file = encoded(image, {2, 2}, quality, Quantisation::dead_zone);
    const auto own = own_quality(header_of(file));
    BOOST_REQUIRE(own.has_value());
    BOOST_CHECK(steps_at(*own) == steps_at(quality));
  }
  for (int quality = 1; quality <= 100; ++quality) {
    JpegSample sample;
    sample.quality = quality;
    BOOST_TEST(!own_quality(header_of(make_jpeg(sample))).has_value());
  }
}

BOOST_AUTO_TEST_CASE(coefficients_survive_being_written_in_every_way) {
  JpegSample sample;
  const auto source = read_coefficients(make_jpeg(sample));
  BOOST_REQUIRE(source.has_value());
  const std::vector<Result<Bytes>> files{
      write_probe(*source),
      write_coefficients(*source, {}, {}),
      write_coefficients(*source, search_scans(view_of(*source)).script, {}),
      write_coefficients(*source,
                         {{{0, 1, 2}, 0, 0, 0, 1},
                          {{0}, 1, 5, 0, 2},
                          {{0}, 6, 63, 0, 1},
                          {{1}, 1, 63, 0, 0},
                          {{2}, 1, 63, 0, 0},
                          {{0}, 1, 5, 2, 1},
                          {{0}, 1, 63, 1, 0},
                          {{0, 1, 2}, 0, 0, 1, 0}},
                         {})};

  for (const Result<Bytes>& file : files) {
    BOOST_REQUIRE(file.has_value());
    const auto back = read_coefficients(*file);
    BOOST_REQUIRE(back.has_value());
    BOOST_REQUIRE(back->planes.size() == 3u);
    for (std::size_t i = 0; i < 3; ++i) {
      BOOST_CHECK(back->planes[i].values == source->planes[i].values);
      BOOST_CHECK(back->planes[i].steps == source->planes[i].steps);
    }
    BOOST_TEST(header_of(*file).passthrough_reason == "");
  }
}

BOOST_AUTO_TEST_CASE(requantising_with_the_same_steps_changes_nothing) {
  const Image image = sample_picture(64, 48, 3);
  const Bytes file = encoded(image, {2, 2}, 70, Quantisation::steered_trellis);
  const auto source = read_coefficients(file);
  BOOST_REQUIRE(source.has_value());

  const CoefficientImage again =
      Quantiser(dequantise(pack(*source)), image).quantise(70, Quantisation::dead_zone);

  for (std::size_t i = 0; i < 3; ++i)
    BOOST_CHECK(again.planes[i].values == source->planes[i].values);
}

BOOST_AUTO_TEST_CASE(a_large_picture_has_a_sample_whose_coefficients_are_those_of_its_pixels) {
  const Image image = sample_picture(1200, 1800, 3);
  const DctImage transformed = transform_pixels(image, {2, 2});
  const auto mosaic = Mosaic::of(transformed);
  BOOST_REQUIRE(mosaic.has_value());

  const Image sampled = mosaic->sample(image);
  const Quantiser quantiser(mosaic->sample(transformed), sampled);
  const auto file = write_probe(quantiser.quantise(95, Quantisation::dead_zone));

  BOOST_REQUIRE(file.has_value());
  BOOST_TEST(sampled.width * sampled.height < 900'000u);
  BOOST_TEST(sampled.width * sampled.height > 500'000u);
  BOOST_TEST(sampled.pixels.size() == sampled.row_bytes() * sampled.height);
  BOOST_TEST(score(sampled, *file) > 80);
  BOOST_TEST(!Mosaic::of(transform_pixels(sample_picture(640, 480, 3), {2, 2})).has_value());
}

BOOST_AUTO_TEST_CASE(logarithms_and_powers_are_what_the_library_says) {
  for (int exponent = -26; exponent <= 26; ++exponent) {
    const double x = std::pow(1.7, exponent);  // 1e-6 to 1e6
    BOOST_TEST(std::abs(log2_of(x) - std::log2(x)) < 1e-9);
    BOOST_TEST(std::abs(exp2_of(std::log2(x)) / x - 1) < 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(a_search_meets_its_target_and_leaves_its_own_results_alone) {
  JpegSample sample;
  sample.width = 320;
  sample.height = 240;
  sample.quality = 97;
  const Bytes file = make_jpeg(sample);
  const Proposal proposal = propose(file, Settings{});
  BOOST_REQUIRE(!proposal.candidates.empty());
  const Candidate& lossy = proposal.candidates.back();
  BOOST_TEST(lossy.score.value() >= 74.5);

  const Proposal again = propose(lossy.bytes, Settings{});

  BOOST_TEST(again.candidates.size() == 1u);
  BOOST_TEST(again.candidates[0].lossless);
  BOOST_TEST(again.candidates[0].bytes.size() >= lossy.bytes.size());
  BOOST_TEST(!again.search.has_value());
}
