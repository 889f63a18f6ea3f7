#include "engine/codec/jpeg/join_tables.h"

#include <boost/test/unit_test.hpp>

#include "engine/codec/jpeg/compare_coefficients.h"
#include "engine/codec/jpeg/segments.h"
#include "samples.h"

using namespace pixmill;
using namespace pixmill::jpeg;
using namespace pixmill::test;

namespace {

std::size_t count_segments(ByteView file, std::uint8_t marker) {
  SegmentReader reader(file);
  std::size_t found = 0;
  while (true) {
    const auto segment = reader.next();
    BOOST_REQUIRE(segment.has_value());
    if (segment->marker == EOI) return found;
    if (segment->marker == marker) ++found;
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(tables_that_follow_each_other_become_one_segment) {
  JpegSample sample;
  sample.width = 90;
  sample.height = 70;
  const Bytes file = make_jpeg(sample);
  Bytes joined = file;

  join_tables(joined);

  const std::size_t tables = count_segments(file, DQT) + count_segments(file, DHT);
  BOOST_TEST(tables >= 6u);
  BOOST_TEST(count_segments(joined, DQT) == 1u);
  BOOST_TEST(count_segments(joined, DHT) == 1u);
  BOOST_TEST(joined.size() == file.size() - 4 * (tables - 2));
  BOOST_TEST(check_same_coefficients(file, joined).has_value());
}

BOOST_AUTO_TEST_CASE(joining_tables_again_or_of_what_is_no_jpeg_changes_nothing) {
  Bytes joined = make_jpeg({});
  join_tables(joined);
  Bytes again = joined;
  Bytes other{0xFF, SOI, 1, 2, 3};

  join_tables(again);
  join_tables(other);

  BOOST_TEST(again == joined);
  BOOST_TEST(other == (Bytes{0xFF, SOI, 1, 2, 3}));
}
