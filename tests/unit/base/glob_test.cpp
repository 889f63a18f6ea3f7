#include "engine/base/glob.h"

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>

using namespace pixmill;

BOOST_AUTO_TEST_CASE(a_pattern_without_slash_matches_the_last_part) {
  BOOST_TEST(glob_matches("*.png", "a/b/c.png"));
  BOOST_TEST(!glob_matches("*.png", "a/b/c.jpg"));
  BOOST_TEST(glob_matches("c.png", "a/b/c.png"));
}

BOOST_AUTO_TEST_CASE(a_pattern_with_slash_matches_the_whole_path) {
  BOOST_TEST(glob_matches("a/*.png", "a/c.png"));
  BOOST_TEST(!glob_matches("a/*.png", "b/a/c.png"));
  BOOST_TEST(!glob_matches("a/*.png", "a/b/c.png"));
}

BOOST_AUTO_TEST_CASE(two_stars_cross_folders_and_may_stand_for_none) {
  BOOST_TEST(glob_matches("a/**/c.png", "a/c.png"));
  BOOST_TEST(glob_matches("a/**/c.png", "a/b/b/c.png"));
  BOOST_TEST(glob_matches("**/c.png", "c.png"));
  BOOST_TEST(glob_matches("a/**", "a/b/c"));
  BOOST_TEST(!glob_matches("a/**/c.png", "a/bc.png"));
}

BOOST_AUTO_TEST_CASE(a_question_mark_is_one_character_but_no_slash) {
  BOOST_TEST(glob_matches("a?c", "abc"));
  BOOST_TEST(!glob_matches("a?c", "ac"));
  BOOST_TEST(!glob_matches("x/a?c", "x/a/c"));
}

BOOST_AUTO_TEST_CASE(sets_have_ranges_and_can_be_negated) {
  BOOST_TEST(glob_matches("[a-c]", "b"));
  BOOST_TEST(!glob_matches("[a-c]", "d"));
  BOOST_TEST(glob_matches("[!a-c]", "d"));
  BOOST_TEST(glob_matches("[]]", "]"));
  BOOST_TEST(glob_matches("[a-]", "-"));
  BOOST_TEST(!glob_matches("x/[!a]b", "x//b"));
  BOOST_TEST(glob_matches("[a", "[a"));
}

BOOST_AUTO_TEST_CASE(ranges_count_bytes_without_sign) {
  BOOST_TEST(glob_matches("[a-\xFF]", "\xE9"));
}

BOOST_AUTO_TEST_CASE(braces_list_alternatives_and_nest) {
  BOOST_TEST(glob_matches("*.{png,jpg}", "a.jpg"));
  BOOST_TEST(!glob_matches("*.{png,jpg}", "a.gif"));
  BOOST_TEST(glob_matches("{a,b{c,d}}e", "bde"));
  BOOST_TEST(glob_matches("a{,b}", "a"));
  BOOST_TEST(glob_matches("{a", "{a"));
}

BOOST_AUTO_TEST_CASE(a_backslash_takes_the_meaning_away) {
  BOOST_TEST(glob_matches("\\*", "*"));
  BOOST_TEST(!glob_matches("\\*", "a"));
  BOOST_TEST(glob_matches("{a\\,b,c}", "a,b"));
}

BOOST_AUTO_TEST_CASE(no_pattern_takes_long) {
  const auto begin = std::chrono::steady_clock::now();
  std::string stars;
  std::string braces;
  for (int i = 0; i < 30; ++i) {
    stars += "*a";
    braces += "{a,aa}";
  }

  BOOST_TEST(!glob_matches(stars + "b", std::string(60, 'a')));
  BOOST_TEST(!glob_matches(braces + "b", std::string(45, 'a')));
  BOOST_TEST(!glob_matches(std::string(60, '*') + "/b", std::string(60, 'a')));

  const auto taken = std::chrono::steady_clock::now() - begin;
  BOOST_TEST((taken < std::chrono::seconds(1)));
}
