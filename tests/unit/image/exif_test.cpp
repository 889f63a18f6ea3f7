#include "engine/image/exif.h"

#include <boost/test/unit_test.hpp>

using namespace pixmill;
using namespace std::string_literals;

namespace {

Bytes bytes(const std::string& text) {
  return {text.begin(), text.end()};
}

/// Little-endian: orientation 6, 300/1 by 600/2 per inch.
const Bytes k_little_endian = bytes(
    "II*\0\x08\0\0\0"
    "\x04\0"
    "\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"
    "\x1A\x01\x05\0\x01\0\0\0\x3E\0\0\0"
    "\x1B\x01\x05\0\x01\0\0\0\x46\0\0\0"
    "\x28\x01\x03\0\x01\0\0\0\x02\0\0\0"
    "\0\0\0\0"
    "\x2C\x01\0\0\x01\0\0\0"
    "\x58\x02\0\0\x02\0\0\0"s);

}  // namespace

BOOST_AUTO_TEST_CASE(reads_orientation_and_density_of_either_byte_order) {
  const ExifFacts facts = read_exif(k_little_endian);

  BOOST_TEST(facts.orientation == 6);
  BOOST_REQUIRE(facts.density.has_value());
  BOOST_CHECK((*facts.density == Density{1, 300, 300}));
}

BOOST_AUTO_TEST_CASE(exif_facts_round_trip_through_the_minimal_block) {
  const ExifFacts facts{8, "Ada", "(c) 1843 Ada Lovelace", {}};

  const ExifFacts read = read_exif(write_exif(facts));

  BOOST_TEST(read.orientation == 8);
  BOOST_TEST(read.artist == "Ada");
  BOOST_TEST(read.copyright == "(c) 1843 Ada Lovelace");
}

BOOST_AUTO_TEST_CASE(nothing_to_say_needs_no_block) {
  BOOST_TEST(write_exif(ExifFacts{}).empty());
}

BOOST_AUTO_TEST_CASE(two_long_texts_still_fit_a_segment) {
  const ExifFacts facts{1, std::string(60'000, 'a'), std::string(60'000, 'c'), {}};

  BOOST_TEST(write_exif(facts).size() < 65'000u);
}

BOOST_AUTO_TEST_CASE(every_prefix_and_every_flip_of_a_block_is_read_without_harm) {
  for (std::size_t size = 0; size < k_little_endian.size(); ++size) {
    const ExifFacts facts = read_exif(ByteView(k_little_endian).first(size));
    BOOST_TEST((facts.orientation == 1 || facts.orientation == 6));
  }
  for (std::size_t i = 0; i < 8 * k_little_endian.size(); ++i) {
    Bytes flipped = k_little_endian;
    flipped[i / 8] ^= static_cast<std::uint8_t>(1u << i % 8);
    const int orientation = read_exif(flipped).orientation;
    BOOST_TEST((orientation >= 1 && orientation <= 8));
  }
}
