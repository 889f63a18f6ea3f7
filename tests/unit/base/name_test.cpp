// Paths and names: joined, split, judged and folded.
#include <boost/test/unit_test.hpp>
#include <string>

#include "engine/base/file_system.h"
#include "engine/base/relative_path.h"
#include "engine/base/utf8.h"

using namespace pixmill;
using namespace std::string_view_literals;

BOOST_AUTO_TEST_CASE(paths_are_joined_with_one_slash) {
  BOOST_TEST(join_path("a", "b") == "a/b");
  BOOST_TEST(join_path("a/", "b") == "a/b");
  BOOST_TEST(join_path("", "b") == "b");
  BOOST_TEST(join_path("a", "") == "a");
  BOOST_TEST(join_path("/", "b") == "/b");
}

BOOST_AUTO_TEST_CASE(paths_are_split_at_the_last_slash) {
  BOOST_TEST(parent_path("a/b/c") == "a/b");
  BOOST_TEST(parent_path("a") == "");
  BOOST_TEST(parent_path("/a") == "/");
  BOOST_TEST(file_name("a/b/c") == "c");
  BOOST_TEST(file_name("c") == "c");
}

BOOST_AUTO_TEST_CASE(a_folder_holds_itself_and_what_is_below_but_no_namesake) {
  BOOST_TEST(lies_within("/a/b", "/a"));
  BOOST_TEST(lies_within("/a", "/a"));
  BOOST_TEST(lies_within("/a", "/"));
  BOOST_TEST(!lies_within("/ab", "/a"));
  BOOST_TEST(!lies_within("/a", "/a/b"));
}

BOOST_AUTO_TEST_CASE(relative_paths_that_could_leave_their_folder_are_not_safe) {
  BOOST_TEST(is_safe_relative_path("a/b.png"));
  BOOST_TEST(is_safe_relative_path("..a/b..png"));
  for (const auto path : {""sv, "/a"sv, "a//b"sv, "a/"sv, "."sv, "a/./b"sv, "../a"sv, "a/.."sv}) {
    BOOST_TEST(!is_safe_relative_path(path), path);
  }
  BOOST_TEST(!is_safe_relative_path("a\0b"sv));
}

BOOST_AUTO_TEST_CASE(utf8_is_told_from_other_bytes) {
  BOOST_TEST(is_valid_utf8("caf\xC3\xA9"));
  BOOST_TEST(!is_valid_utf8("caf\xE9"));
  BOOST_TEST(!is_valid_utf8("\xC0\xAF"));      // overlong
  BOOST_TEST(!is_valid_utf8("\xED\xA0\x80"));  // a surrogate
  BOOST_TEST(valid_utf8_length("\xC3\xA9x") == 2u);
  BOOST_TEST(valid_utf8_length("") == 0u);
}

BOOST_AUTO_TEST_CASE(names_that_some_file_system_takes_for_one_fold_to_one) {
  BOOST_TEST(folded_name("A.PNG") == folded_name("a.png"));
  BOOST_TEST(folded_name("caf\xC3\xA9") == folded_name("CAFE\xCC\x81"));
  BOOST_TEST(folded_name("a\xE9") == folded_name("A\xE9"));
  BOOST_TEST(folded_name("a") != folded_name("b"));
}
