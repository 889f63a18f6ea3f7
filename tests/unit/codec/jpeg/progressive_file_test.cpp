#include "engine/codec/jpeg/scans/progressive_file.h"

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <functional>
#include <numeric>
#include <random>

#include "engine/codec/jpeg/coefficient_file.h"
#include "engine/codec/jpeg/coefficients.h"
#include "engine/codec/jpeg/compare_coefficients.h"
#include "engine/codec/jpeg/join_tables.h"
#include "engine/codec/jpeg/memory_destination.h"
#include "engine/codec/jpeg/packed_plane.h"
#include "engine/codec/jpeg/scans/bit_writer.h"
#include "engine/codec/jpeg/scans/huffman_code.h"
#include "engine/codec/jpeg/scans/scan_search.h"
#include "engine/codec/jpeg/zigzag.h"
#include "samples.h"

using namespace pixmill;
using namespace pixmill::jpeg;
using namespace pixmill::test;

namespace {

std::vector<jpeg_scan_info> to_libjpeg(const ScanScript& scans) {
  std::vector<jpeg_scan_info> out;
  for (const Scan& scan : scans) {
    jpeg_scan_info info{};
    info.comps_in_scan = static_cast<int>(scan.components.size());
    std::copy(scan.components.begin(), scan.components.end(), info.component_index);
    info.Ss = scan.first;
    info.Se = scan.last;
    info.Ah = scan.from_bit;
    info.Al = scan.to_bit;
    out.push_back(info);
  }
  return out;
}

/// As libjpeg writes a file's coefficients in these scans.
Bytes written_by_libjpeg(const Bytes& file, const ScanScript& scans) {
  CoefficientReader source;
  BOOST_REQUIRE(source.read(file).has_value());
  const std::vector<jpeg_scan_info> script = to_libjpeg(scans);
  MemoryDestination destination(0);
  Compressor jpeg;
  const Status written = jpeg.run([&](jpeg_compress_struct& info) {
    destination.attach(info);
    jpeg_copy_critical_parameters(&source.info(), &info);
    info.optimize_coding = TRUE;
    info.scan_info = script.data();
    info.num_scans = static_cast<int>(script.size());
    jpeg_write_coefficients(&info, source.arrays());
    jpeg_finish_compress(&info);
  });
  BOOST_REQUIRE(written.has_value());
  Bytes out = std::move(destination).take();
  join_tables(out);
  return out;
}

std::vector<int> components_of(const CoefficientImage& image) {
  std::vector<int> components(image.planes.size());
  std::iota(components.begin(), components.end(), 0);
  return components;
}

/// Every kind of scan: DC and AC, first ones and refinements, narrow bands and wide ones.
ScanScript script_of_all_kinds(const CoefficientImage& image) {
  ScanScript script{{components_of(image), 0, 0, 0, 2}};
  for (const int c : components_of(image)) {
    script.insert(script.end(),
                  {{{c}, 1, 1, 0, 1},
                   {{c}, 2, 9, 0, 3},
                   {{c}, 10, 63, 0, 1},
                   {{c}, 2, 9, 3, 2},
                   {{c}, 2, 9, 2, 1},
                   {{c}, 1, 63, 1, 0}});
  }
  script.push_back({components_of(image), 0, 0, 2, 1});
  for (const int c : components_of(image)) script.push_back({{c}, 0, 0, 1, 0});
  return script;
}

void check_same_as_libjpeg(const CoefficientImage& image, const Bytes& file) {
  for (const ScanScript& scans :
       {search_scans(view_of(image)).script, script_of_all_kinds(image)}) {
    const auto written = write_coefficients(image, scans, {});
    BOOST_REQUIRE(written.has_value());
    BOOST_CHECK(*written == written_by_libjpeg(file, scans));
  }
}

void check_same_as_libjpeg(const JpegSample& sample) {
  const Bytes file = make_jpeg(sample);
  const auto image = read_coefficients(file);
  BOOST_REQUIRE(image.has_value());
  check_same_as_libjpeg(*image, file);
}

/// A grey picture of so many blocks each way, all zero.
CoefficientImage grey_blocks(std::uint32_t width, std::uint32_t height) {
  CoefficientImage image{8 * width, 8 * height, ColorModel::grey, false, {}};
  const std::vector<std::int16_t> zeros(std::size_t{64} * width * height);
  image.planes.push_back({1, 1, 1, width, height, {}, zeros});
  image.planes[0].steps.fill(1);
  return image;
}

/// Each coefficient is what `value` says of its block and its place in zigzag order.
CoefficientImage grey_of(std::uint32_t width,
                         std::uint32_t height,
                         const std::function<int(std::size_t, std::size_t)>& value) {
  CoefficientImage image = grey_blocks(width, height);
  for (std::size_t block = 0; block < std::size_t{width} * height; ++block) {
    for (std::size_t k = 0; k < 64; ++k) {
      image.planes[0].values[64 * block + k_zigzag[k]] = static_cast<std::int16_t>(value(block, k));
    }
  }
  return image;
}

void check_same_as_libjpeg(const CoefficientImage& image) {
  const auto file = write_coefficients(image, {}, {});
  BOOST_REQUIRE(file.has_value());
  check_same_as_libjpeg(image, *file);
}

const ScanScript k_two_scans{{{0}, 0, 0, 0, 0}, {{0}, 1, 63, 0, 0}};

void check_is_refused(const CoefficientImage& image, const ScanScript& scans) {
  const auto written = write_coefficients(image, scans, {});
  BOOST_REQUIRE(!written.has_value());
  BOOST_CHECK(written.error().code == ErrorCode::internal);
}

}  // namespace

BOOST_AUTO_TEST_CASE(scans_are_written_as_libjpeg_writes_them) {
  for (const int quality : {20, 75, 98}) {  // of other tables for chroma
    for (const auto& [horizontal, vertical] : {std::pair{1, 1}, {2, 2}, {2, 1}, {1, 2}, {4, 1}}) {
      JpegSample sample;
      sample.width = 133;
      sample.height = 91;
      sample.quality = quality;
      sample.horizontal = horizontal;
      sample.vertical = vertical;
      check_same_as_libjpeg(sample);
    }
  }
}

BOOST_AUTO_TEST_CASE(scans_of_every_colour_space_are_written_as_libjpeg_writes_them) {
  for (const int factor : {1, 2}) {
    for (const J_COLOR_SPACE space : {JCS_YCbCr, JCS_RGB, JCS_CMYK, JCS_YCCK, JCS_GRAYSCALE}) {
      JpegSample sample;
      sample.components = space == JCS_GRAYSCALE                   ? 1
                          : space == JCS_CMYK || space == JCS_YCCK ? 4
                                                                   : 3;
      sample.coded_as = space;
      sample.horizontal = sample.vertical = factor;
      check_same_as_libjpeg(sample);
    }
  }
}

BOOST_AUTO_TEST_CASE(scans_of_tiny_pictures_are_written_as_libjpeg_writes_them) {
  for (const auto& [width, height] : {std::pair{1u, 1u}, {8u, 8u}, {9u, 17u}, {33u, 1u}}) {
    JpegSample sample;
    sample.width = width;
    sample.height = height;
    check_same_as_libjpeg(sample);
  }
}

BOOST_AUTO_TEST_CASE(a_run_of_blocks_longer_than_a_code_is_ended_as_libjpeg_ends_it) {
  const auto at_ends = [](std::size_t block, std::size_t k) {
    return k == 5 && (block == 0 || block == 66'999) ? 9 : 0;
  };
  check_same_as_libjpeg(grey_of(250, 268, at_ends));
}

BOOST_AUTO_TEST_CASE(a_run_with_many_correction_bits_is_ended_as_libjpeg_ends_it) {
  for (const std::size_t every : {1U, 2U, 7U, 11U}) {
    const auto old_in_refinements = [&](std::size_t block, std::size_t k) {
      if (k == 0) return static_cast<int>(block % 100);
      if (k % every != 0) return block % 61 == 0 && k == 50 ? 1 : 0;
      const int magnitude = 24 + static_cast<int>(block * 7 + k * 5) % 16;
      return k % 2 == 0 ? magnitude : -magnitude;
    };
    check_same_as_libjpeg(grey_of(24, 20, old_in_refinements));
  }
}

BOOST_AUTO_TEST_CASE(scans_of_noise_are_written_as_libjpeg_writes_them) {
  for (const unsigned sparseness : {1U, 3U, 20U}) {
    std::minstd_rand random(sparseness);  // the same everywhere
    const auto noise = [&](std::size_t, std::size_t) {
      const auto draw = static_cast<unsigned>(random()) >> 4U;
      if (draw % 64 % sparseness != 0) return 0;
      const auto bits = draw / 64 % 11;
      const auto magnitude = static_cast<int>(draw / 1024 % (1U << bits));
      return (draw & 1U << 23U) != 0 ? magnitude : -magnitude;
    };
    check_same_as_libjpeg(grey_of(30, 30, noise));
  }
}

BOOST_AUTO_TEST_CASE(wide_quantisation_steps_are_written_as_libjpeg_writes_them) {
  CoefficientImage image = grey_blocks(3, 2);
  image.planes[0].steps[7] = 700;
  check_same_as_libjpeg(image);
}

BOOST_AUTO_TEST_CASE(values_that_have_no_code_are_refused) {
  CoefficientImage image = grey_blocks(2, 2);
  image.planes[0].values[64 + 9] = 1023;
  BOOST_TEST(write_coefficients(image, k_two_scans, {}).has_value());
  for (const int value : {1024, -1024, 32767, -32768}) {
    image.planes[0].values[64 + 9] = static_cast<std::int16_t>(value);
    check_is_refused(image, k_two_scans);
  }

  image = grey_blocks(2, 2);
  image.planes[0].values[0] = 2047;
  BOOST_TEST(write_coefficients(image, k_two_scans, {}).has_value());
  for (const int value : {2048, 32767, -32768}) {
    image.planes[0].values[0] = static_cast<std::int16_t>(value);
    check_is_refused(image, k_two_scans);
  }
}

BOOST_AUTO_TEST_CASE(more_blocks_than_an_mcu_may_have_are_refused) {
  CoefficientImage image = grey_blocks(4, 4);
  image.color = ColorModel::ycbcr;
  image.planes[0].horizontal = image.planes[0].vertical = 4;
  for (const auto id : {std::uint8_t{2}, std::uint8_t{3}}) {
    image.planes.push_back({id, 1, 1, 1, 1, {}, std::vector<std::int16_t>(64)});
  }
  ScanScript scans{{{0, 1, 2}, 0, 0, 0, 0}};
  for (const int c : {0, 1, 2}) scans.push_back({{c}, 1, 63, 0, 0});

  check_is_refused(image, scans);
}

BOOST_AUTO_TEST_CASE(codes_are_no_longer_than_sixteen_bits_and_never_all_ones) {
  SymbolCounts counts{};  // Fibonacci's, whose tree is as deep as can be
  for (std::size_t i = 0; i < 30; ++i) counts[i] = i < 2 ? 1 : counts[i - 1] + counts[i - 2];

  const HuffmanCode code = best_code(counts);

  BOOST_TEST(code.symbols.size() == 30u);
  double used = 0;
  for (std::size_t symbol = 0; symbol < 30; ++symbol) {
    const HuffmanCode::Word word = code.words[symbol];
    BOOST_TEST(word.length >= 1);
    BOOST_TEST(word.length <= 16);
    BOOST_TEST(word.bits < (1U << word.length) - 1);
    used += 1.0 / (1U << word.length);
    if (symbol > 1) BOOST_TEST(word.length <= code.words[symbol - 1].length);
  }
  BOOST_TEST(used < 1.0);
  BOOST_TEST(std::accumulate(code.lengths.begin(), code.lengths.end(), 0) == 30);
}

namespace {

/// Zeros and then ones, each of which takes two bytes.
void check_bits_end_well(std::size_t zeros, std::size_t ones) {
  // what the writer keeps is followed by bytes that are not its own, here some that are seen
  struct Watched {
    BitWriter writer;
    std::array<volatile std::uint8_t, 16> behind{};
  };
  Bytes written;
  Bytes expected(zeros, 0);
  Watched watched{BitWriter(written)};
  for (std::size_t i = 0; i < zeros; ++i) watched.writer.put(0, 8);
  for (std::size_t i = 0; i < ones; ++i) {
    watched.writer.put(0xFF, 8);
    expected.insert(expected.end(), {0xFF, 0});
  }
  watched.writer.finish();
  BOOST_CHECK(written == expected);
  BOOST_CHECK(std::all_of(
      watched.behind.begin(), watched.behind.end(), [](int byte) { return byte == 0; }));
}

}  // namespace

BOOST_AUTO_TEST_CASE(bits_end_anywhere_in_a_buffer) {
  for (std::size_t ones = 0; ones <= 8; ++ones) {
    for (std::size_t zeros = 4070; zeros <= 4100; ++zeros) check_bits_end_well(zeros, ones);
  }
}

BOOST_AUTO_TEST_CASE(what_was_packed_is_unpacked_as_it_was) {
  const auto image = read_coefficients(make_jpeg());
  BOOST_REQUIRE(image.has_value());
  const CoefficientImage whole = unpack(pack(*image));
  BOOST_REQUIRE(whole.planes.size() == 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    BOOST_CHECK(whole.planes[i].steps == image->planes[i].steps);
    BOOST_CHECK(whole.planes[i].values == image->planes[i].values);
  }
  for (const CoefficientPlane& plane : image->planes) {
    const PackedPlane packed(view_of(plane));
    BOOST_REQUIRE(packed.height_in_blocks() == plane.height_in_blocks);
    const std::size_t row_values = std::size_t{64} * plane.width_in_blocks;
    std::vector<std::int16_t> values(plane.values.size(), 77);
    for (std::size_t row = 0; row < plane.height_in_blocks; ++row) {
      packed.unpack_row(row, values.data() + row * row_values);
    }
    BOOST_CHECK(values == plane.values);
  }
}

BOOST_AUTO_TEST_CASE(a_value_lost_in_packing_does_not_pass_verification) {
  const Bytes file = make_jpeg();
  CoefficientReader reader;
  BOOST_REQUIRE(reader.read(file).has_value());
  auto packed = pack(reader);
  BOOST_REQUIRE(packed.has_value());
  const CoefficientImage whole = unpack(*packed);
  const auto right = write_coefficients(whole, {}, {});
  BOOST_REQUIRE(right.has_value());
  BOOST_TEST(check_same_coefficients(*packed, *right).has_value());

  for (const std::size_t component : {std::size_t{0}, std::size_t{2}}) {
    auto other = *packed;
    other.planes[component].ac.values.back() += 1;
    const auto wrong = write_coefficients(unpack(other), {}, {});
    BOOST_REQUIRE(wrong.has_value());

    const Status verdict = check_same_coefficients(other, *wrong);

    BOOST_REQUIRE(!verdict.has_value());
    BOOST_TEST(verdict.error().message ==
               "the transcoded file differs from its source in the coefficients of component " +
                   std::to_string(component + 1));
  }
}
