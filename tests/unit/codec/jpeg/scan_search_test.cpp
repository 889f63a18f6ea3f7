#include "engine/codec/jpeg/scans/scan_search.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <random>

#include "engine/codec/jpeg/coding_choice.h"
#include "engine/codec/jpeg/coefficient_file.h"
#include "engine/codec/jpeg/coefficient_view.h"
#include "engine/codec/jpeg/least_bits.h"
#include "engine/codec/jpeg/nonzero_list.h"
#include "engine/codec/jpeg/scans/band_sizes.h"
#include "engine/codec/jpeg/scans/dc_size.h"
#include "engine/codec/jpeg/transcode.h"
#include "engine/codec/jpeg/zigzag.h"
#include "samples.h"

using namespace pixmill;
using namespace pixmill::jpeg;
using namespace pixmill::test;

namespace {

CoefficientImage coefficients_of(const JpegSample& sample) {
  const auto image = read_coefficients(make_jpeg(sample));
  BOOST_REQUIRE(image.has_value());
  return *image;
}

JpegSample sample_of(std::uint32_t width, std::uint32_t height, int quality) {
  JpegSample sample;
  sample.width = width;
  sample.height = height;
  sample.quality = quality;
  return sample;
}

std::size_t bytes_of(const CoefficientImage& image, const ScanScript& scans) {
  const auto file = write_coefficients(image, scans, {});
  BOOST_REQUIRE(file.has_value());
  return file->size();
}

/// The scans of all but luma, which the scripts under test share.
ScanScript with_luma(const ScanScript& luma) {
  ScanScript script{{{0, 1, 2}, 0, 0, 0, 0}};
  script.insert(script.end(), luma.begin(), luma.end());
  script.push_back({{1}, 1, 63, 0, 0});
  script.push_back({{2}, 1, 63, 0, 0});
  return script;
}

CodingChoice choose_coding_of(const JpegSample& sample, const std::vector<EntropyCoding>& allowed) {
  return choose_coding(view_of(coefficients_of(sample)), allowed);
}

/// Counting leaves out 0xFF bytes that are stuffed, how bytes are filled, and the limit of codes.
bool is_near(std::uint64_t bits, long long bytes, int scans) {
  return std::llabs(static_cast<long long>(bits) / 8 - bytes) <= bytes / 150 + 4LL * scans;
}

}  // namespace

BOOST_AUTO_TEST_CASE(counted_sizes_of_bands_are_those_that_libjpeg_writes) {
  const CoefficientImage image = coefficients_of(sample_of(400, 304, 88));
  const Cuts cuts{1, 6, 64};
  NonzeroList nonzeros(image.planes[0]);
  const BandSizes whole = first_scan_sizes(nonzeros, cuts);
  const BandSizes refined = refinement_sizes(nonzeros, cuts);
  const BandSizes above = first_scan_sizes(nonzeros.halved(), cuts);

  const std::size_t one = bytes_of(image, with_luma({{{0}, 1, 63, 0, 0}}));
  const std::size_t two = bytes_of(image, with_luma({{{0}, 1, 5, 0, 0}, {{0}, 6, 63, 0, 0}}));
  const std::size_t later = bytes_of(
      image,
      with_luma({{{0}, 1, 5, 0, 1}, {{0}, 6, 63, 0, 1}, {{0}, 1, 5, 1, 0}, {{0}, 6, 63, 1, 0}}));
  const auto rest = static_cast<long long>(one) - static_cast<long long>(whole.at(0, 2) / 8);

  BOOST_TEST(is_near(whole.at(0, 1) + whole.at(1, 2), static_cast<long long>(two) - rest, 2));
  BOOST_TEST(is_near(above.at(0, 1) + above.at(1, 2) + refined.at(0, 1) + refined.at(1, 2),
                     static_cast<long long>(later) - rest,
                     4));
}

BOOST_AUTO_TEST_CASE(counted_sizes_of_dc_are_those_that_libjpeg_writes) {
  const CoefficientImage image = coefficients_of(sample_of(393, 297, 80));
  const auto with_dc = [&](ScanScript script) {
    for (const int component : {0, 1, 2}) script.push_back({{component}, 1, 63, 0, 0});
    return static_cast<long long>(bytes_of(image, script));
  };
  const std::vector<int> all{0, 1, 2};
  const std::vector<int> luma{0};
  const std::vector<int> colours{1, 2};
  const long long together = with_dc({{all, 0, 0, 0, 0}});
  const long long apart = with_dc({{{0}, 0, 0, 0, 0}, {{1}, 0, 0, 0, 0}, {{2}, 0, 0, 0, 0}});
  const long long luma_first = with_dc({{luma, 0, 0, 0, 0}, {colours, 0, 0, 0, 0}});
  const long long refined = with_dc({{all, 0, 0, 0, 1}, {all, 0, 0, 1, 0}});
  const DcSizes sizes(view_of(image));
  const long long rest = together - static_cast<long long>(sizes.scan_bits(all, 0)) / 8;

  std::uint64_t bits_apart = 0;
  for (const int component : all) bits_apart += sizes.scan_bits(std::vector{component}, 0);
  BOOST_TEST(is_near(bits_apart, apart - rest, 4));
  BOOST_TEST(is_near(sizes.scan_bits(luma, 0) + sizes.scan_bits(colours, 0), luma_first - rest, 3));
  BOOST_TEST(is_near(sizes.scan_bits(all, 1) + sizes.refinement_bits(all), refined - rest, 3));
}

BOOST_AUTO_TEST_CASE(counted_sizes_of_later_bits_are_those_that_libjpeg_writes) {
  const CoefficientImage image = coefficients_of(sample_of(400, 304, 98));
  const Cuts cuts{1, 4, 20, 64};
  std::vector<NonzeroList> by_bit{NonzeroList(image.planes[0])};
  while (by_bit.size() <= 3) by_bit.push_back(by_bit.back().halved());
  std::uint64_t bits = 0;
  ScanScript luma;
  for (int bit = 3; bit >= 0; --bit) {
    const auto& list = by_bit[static_cast<std::size_t>(bit)];
    const BandSizes sizes = bit == 3 ? first_scan_sizes(list, cuts) : refinement_sizes(list, cuts);
    for (std::size_t band = 0; band < 3; ++band) {
      bits += sizes.at(band, band + 1);
      luma.push_back({{0},
                      static_cast<int>(cuts[band]),
                      static_cast<int>(cuts[band + 1]) - 1,
                      bit == 3 ? 0 : bit + 1,
                      bit});
    }
  }

  const auto whole = static_cast<long long>(bytes_of(image, with_luma({{{0}, 1, 63, 0, 0}})));
  const auto in_one = static_cast<long long>(first_scan_sizes(by_bit[0], cuts).at(0, 3) / 8);
  const auto later = static_cast<long long>(bytes_of(image, with_luma(luma)));
  BOOST_TEST(is_near(bits, later - (whole - in_one), 12));
}

BOOST_AUTO_TEST_CASE(some_rows_stand_for_all) {
  const CoefficientImage image = coefficients_of(sample_of(800, 1200, 85));
  const PlaneView luma = view_of(image.planes[0]);
  const Cuts cuts{1, 6, 64};
  const NonzeroList all(luma);
  const NonzeroList some(luma, 40);

  BOOST_TEST(some.nonzeros() < all.nonzeros() / 3);
  const double counted = static_cast<double>(first_scan_sizes(some, cuts).at(0, 2));
  const double whole = static_cast<double>(first_scan_sizes(all, cuts).at(0, 2));
  BOOST_TEST(counted == whole, boost::test_tools::tolerance(0.05));
}

BOOST_AUTO_TEST_CASE(three_bits_are_sent_later_where_large_values_lie_regularly_among_small_ones) {
  CoefficientImage image{512, 512, ColorModel::grey, false, {}};
  constexpr std::size_t k_blocks = 4096;
  image.planes.push_back({1, 1, 1, 64, 64, {}, std::vector<std::int16_t>(64 * k_blocks)});
  image.planes[0].steps.fill(1);
  std::minstd_rand random(1);  // the same everywhere
  for (std::size_t block = 0; block < k_blocks; ++block) {
    for (std::size_t k = 1; k < 64; ++k) {
      std::int16_t& value = image.planes[0].values[64 * block + k_zigzag[k]];
      const auto draw = static_cast<int>(random() >> 8U);
      const int small = draw % 16 < 3 ? 1 << draw % 16 : 0;  // of one, two or three bits
      const int magnitude = k % 5 == 0 ? 8 : small;
      value = static_cast<std::int16_t>((draw & 64) != 0 ? magnitude : -magnitude);
    }
  }

  const ScanScript script = search_scans(view_of(image)).script;

  int highest = 0;
  for (const Scan& scan : script) highest = std::max(highest, scan.from_bit);
  BOOST_TEST(highest == 3);
}

BOOST_AUTO_TEST_CASE(the_script_found_is_no_larger_than_any_other) {
  for (const int quality : {30, 75, 96}) {
    const CoefficientImage image = coefficients_of(sample_of(320, 240, quality));
    const std::size_t found = bytes_of(image, search_scans(view_of(image)).script);
    for (const ScanScript& luma : {ScanScript{{{0}, 1, 63, 0, 0}},
                                   ScanScript{{{0}, 1, 8, 0, 0}, {{0}, 9, 63, 0, 0}},
                                   ScanScript{{{0}, 1, 63, 0, 1}, {{0}, 1, 63, 1, 0}}}) {
      BOOST_TEST(found <= bytes_of(image, with_luma(luma)) + 16);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_tiny_picture_is_baseline_and_a_larger_one_progressive) {
  const std::vector<EntropyCoding> both{EntropyCoding::optimized, EntropyCoding::progressive};
  BOOST_TEST(choose_coding_of(sample_of(9, 7, 80), both).scans.empty());
  BOOST_TEST(!choose_coding_of(sample_of(500, 450, 80), both).scans.empty());
  BOOST_TEST(choose_coding_of(sample_of(500, 450, 80), {EntropyCoding::optimized}).scans.empty());
  BOOST_TEST(!choose_coding_of(sample_of(9, 7, 80), {EntropyCoding::progressive}).scans.empty());
}

BOOST_AUTO_TEST_CASE(a_transcode_that_cannot_be_small_enough_is_not_made) {
  const std::vector<EntropyCoding> progressive{EntropyCoding::progressive};
  for (const int quality : {85, 97}) {
    const CoefficientImage image = coefficients_of(sample_of(400, 304, quality));
    const auto whole = transcode(image, progressive, {});
    BOOST_REQUIRE(whole.has_value());

    BOOST_TEST(!takes_more_bits(pack(image).planes, 8 * whole->size()));
    BOOST_TEST(takes_more_bits(pack(image).planes, 8 * whole->size() / 6));
    const auto far = transcode_below(whole->size() / 7, pack(image), progressive, {});
    const auto near = transcode_below(whole->size() / 2, pack(image), progressive, {});
    const auto at = transcode_below(whole->size(), pack(image), progressive, {});
    BOOST_REQUIRE(far.has_value());
    BOOST_REQUIRE(near.has_value());
    BOOST_REQUIRE(at.has_value());
    BOOST_TEST(!far->has_value());
    BOOST_TEST(!near->has_value());
    BOOST_REQUIRE(at->has_value());
    BOOST_TEST(**at == *whole);
  }
}

BOOST_AUTO_TEST_CASE(the_least_bits_are_those_of_values_after_a_bit_each) {
  CoefficientImage image{8, 8, ColorModel::grey, false, {}};
  image.planes.push_back({1, 1, 1, 1, 1, {}, std::vector<std::int16_t>(64)});
  image.planes[0].values[0] = 700;  // the DC is sent as a difference, which may be 0
  BOOST_TEST(!takes_more_bits(pack(image).planes, 0));
  image.planes[0].values[1] = -1;
  image.planes[0].values[63] = 5;
  BOOST_TEST(takes_more_bits(pack(image).planes, 2u + 4u - 1));
  BOOST_TEST(!takes_more_bits(pack(image).planes, 2u + 4u));
}
