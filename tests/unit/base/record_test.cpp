#include <boost/test/unit_test.hpp>

#include "engine/base/byte_io.h"

using namespace pixmill;

namespace {

std::string sample() {
  RecordWriter out;
  out.number(std::uint8_t{7});
  out.number(std::int64_t{-2});
  out.text("some text");
  out.hash(content_hash(as_bytes("x")));
  out.number(std::uint16_t{0xABCD});
  return out.take();
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back) {
  const std::string record = sample();
  RecordReader in(record);

  BOOST_TEST(in.number<std::uint8_t>() == 7);
  BOOST_TEST(in.number<std::int64_t>() == -2);
  BOOST_TEST(in.text() == "some text");
  BOOST_CHECK(in.hash() == content_hash(as_bytes("x")));
  BOOST_TEST(in.number<std::uint16_t>() == 0xABCD);
  BOOST_TEST(in.ok());
  BOOST_TEST(in.at_end());
}

BOOST_AUTO_TEST_CASE(a_record_cut_at_any_length_is_noticed) {
  const std::string record = sample();
  for (std::size_t length = 0; length < record.size(); ++length) {
    RecordReader in(std::string_view(record).substr(0, length));
    in.number<std::uint8_t>();
    in.number<std::int64_t>();
    in.text();
    in.hash();
    in.number<std::uint16_t>();
    BOOST_TEST(!in.ok(), "cut at " << length);
  }
}

BOOST_AUTO_TEST_CASE(a_count_that_the_rest_cannot_hold_is_not_believed) {
  RecordWriter out;
  out.number(std::uint32_t{3});
  out.number(std::uint64_t{0});
  const std::string record = out.take();

  RecordReader fits(record);
  BOOST_TEST(fits.count(2) == 3u);
  BOOST_TEST(fits.ok());
  RecordReader too_large(record);
  BOOST_TEST(too_large.count(3) == 0u);
  BOOST_TEST(!too_large.ok());
}
