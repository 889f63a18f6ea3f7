#include "tool/text/size.h"

#include <boost/test/unit_test.hpp>

#include "tool/text/human.h"

using namespace pixmill::tool;

BOOST_AUTO_TEST_SUITE(sizes)

BOOST_AUTO_TEST_CASE(decimal_and_binary_units_are_told_apart) {
  BOOST_TEST(parse_size("300000").value() == 300'000U);
  BOOST_TEST(parse_size("512 MB").value() == 512'000'000U);
  BOOST_TEST(parse_size("300 KB").value() == 300'000U);
  BOOST_TEST(parse_size("2GiB").value() == 2'147'483'648U);
  BOOST_TEST(parse_size("1.5 kib").value() == 1536U);
}

BOOST_AUTO_TEST_CASE(what_is_no_size_is_refused_with_an_example) {
  for (const char* text :
       {"", " ", "MB", "-1", "-1 MB", "1 MBB", "12 apples", "nan", "inf", "1e3", "9999999999 TB"}) {
    const auto size = parse_size(text);

    BOOST_TEST_CONTEXT(text) {
      BOOST_REQUIRE(!size);
      BOOST_TEST(size.error().message.find("512 MB") != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(sizes_are_written_with_one_decimal) {
  BOOST_TEST(human_size(0) == "0 B");
  BOOST_TEST(human_size(999) == "999 B");
  BOOST_TEST(human_size(1000) == "1.0 kB");
  BOOST_TEST(human_size(999'949) == "999.9 kB");
  BOOST_TEST(human_size(999'950) == "1.0 MB");
  BOOST_TEST(human_size(UINT64_MAX) == "18446.7 PB");
}

BOOST_AUTO_TEST_CASE(a_growth_is_a_negative_saving) {
  BOOST_TEST(human_saving(1000, 3000) == "-2.0 kB");
  BOOST_TEST(human_percent_saved(1000, 1030) == "-3.0 %");
  BOOST_TEST(human_percent_saved(1000, 1000) == "0.0 %");
  BOOST_TEST(human_percent_saved(0, 0) == "0.0 %");
}

BOOST_AUTO_TEST_CASE(durations_and_counts_read_well) {
  BOOST_TEST(human_duration(0.016) == "0.02 s");
  BOOST_TEST(human_duration(12.34) == "12.3 s");
  BOOST_TEST(human_duration(59.96) == "1 min 0 s");
  BOOST_TEST(human_duration(7800) == "2 h 10 min");
  BOOST_TEST(human_count(7) == "7");
  BOOST_TEST(human_count(1'234'567) == "1,234,567");
}

BOOST_AUTO_TEST_CASE(control_characters_are_made_visible) {
  BOOST_TEST(printable("a\n\x1B[2Jb\x7F") == "a\\x0a\\x1b[2Jb\\x7f");
}

BOOST_AUTO_TEST_SUITE_END()
