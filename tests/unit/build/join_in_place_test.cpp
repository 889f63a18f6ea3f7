// Parts joined in the memory that some of them lie in.
#include "engine/build/join_in_place.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <numeric>
#include <random>
#include <string>

using namespace pixmill;

BOOST_AUTO_TEST_SUITE(join_in_place_suite)

BOOST_AUTO_TEST_CASE(gives_the_parts_in_order_wherever_they_lay) {
  std::mt19937 random(1);
  for (int turn = 0; turn < 2000; ++turn) {
    LargeBuffer buffer(random() % 200);
    std::iota(buffer.data(), buffer.data() + buffer.size(), std::uint8_t{0});
    const std::string foreign(100, '\xfe');
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at < buffer.size();) {
      const std::size_t size = std::min<std::size_t>(random() % 30, buffer.size() - at);
      if (random() % 3 != 0) parts.push_back(as_text(ByteView(buffer).subspan(at, size)));
      if (random() % 3 == 0) parts.push_back(std::string_view(foreign).substr(0, random() % 40));
      at += size;
    }
    std::string expected;
    for (const std::string_view part : parts) expected += part;

    const LargeBuffer joined = join_in_place(parts, std::move(buffer));

    BOOST_TEST_REQUIRE(as_text(joined) == expected);
  }
}

BOOST_AUTO_TEST_CASE(uses_the_buffer_if_it_is_large_enough) {
  LargeBuffer buffer(100);
  std::fill_n(buffer.data(), buffer.size(), std::uint8_t{'a'});
  const std::uint8_t* const memory = buffer.data();
  const std::string_view end = as_text(ByteView(buffer).subspan(50));

  const LargeBuffer joined = join_in_place({"begin ", end}, std::move(buffer));

  BOOST_TEST(joined.data() == memory);
  BOOST_TEST(as_text(joined) == "begin " + std::string(50, 'a'));
}

BOOST_AUTO_TEST_SUITE_END()
