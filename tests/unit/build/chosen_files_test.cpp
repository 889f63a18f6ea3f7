// A build of files that were chosen from a folder, as a build system that lists its sources wants
// it.
#include <boost/test/unit_test.hpp>

#include "tests/support/build_world.h"

using namespace pixmill;
using namespace pixmill::test;

namespace {

struct ChosenFiles : World {
  ChosenFiles() {
    files.put("/src/a.gif", gif("a"));
    files.put("/src/deep/b.gif", gif("b"));
    files.put("/src/deep/not-chosen.gif", gif("n"));
    files.put("/src/other/not-chosen.gif", gif("n"));
    files.advance(10 * k_second_ns);
    request.chosen = {"deep/b.gif", "a.gif"};
  }

  void check_refused(const std::string& words) {
    const auto result = try_build();
    BOOST_REQUIRE(!result);
    BOOST_TEST((result.error().code == ErrorCode::usage));
    BOOST_TEST(result.error().message.find(words) != std::string::npos, result.error().message);
    BOOST_TEST(files.changes() == 0u);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(chosen_files, ChosenFiles)

BOOST_AUTO_TEST_CASE(are_built_under_their_relative_paths_and_nothing_else_is) {
  const Summary summary = build();

  BOOST_TEST(summary.counters.outputs_written == 2u);
  BOOST_TEST(files.text("/out/a.gif").value() == gif("a"));
  BOOST_TEST(files.text("/out/deep/b.gif").value() == gif("b"));
  BOOST_TEST(!files.exists("/out/deep/not-chosen.gif"));
  BOOST_TEST(files.count(Op::list, "/src") == 0u);
}

BOOST_AUTO_TEST_CASE(that_are_unchanged_are_not_read) {
  settle();

  const Summary summary = build();

  BOOST_TEST(summary.counters.unchanged == 2u);
  BOOST_TEST(files.count(Op::read) == 0u);
  BOOST_TEST(files.changes() == 0u);
}

BOOST_AUTO_TEST_CASE(may_lie_beside_the_output) {
  request.output = "/src/out";

  build();
  const Summary second = build();

  BOOST_TEST(files.text("/src/out/deep/b.gif").value() == gif("b"));
  BOOST_TEST(second.counters.outputs_written == 0u);
}

BOOST_AUTO_TEST_CASE(that_are_chosen_no_longer_lose_their_outputs) {
  settle();
  request.chosen = {"a.gif"};

  const Summary summary = build();

  BOOST_TEST(summary.counters.outputs_removed == 1u);
  BOOST_TEST(!files.exists("/out/deep"));
  BOOST_TEST(files.exists("/out/a.gif"));
  BOOST_TEST(files.exists("/src/deep/b.gif"));
}

BOOST_AUTO_TEST_CASE(are_built_once_though_listed_twice) {
  request.chosen = {"a.gif", "a.gif"};
  BOOST_TEST(build().counters.outputs_written == 1u);
}

BOOST_AUTO_TEST_CASE(that_are_missing_fail_by_name_and_the_others_are_done) {
  request.chosen = {"a.gif", "gone/x.gif", "deep"};

  const Summary summary = build();

  BOOST_REQUIRE(summary.failures.size() == 2u);
  BOOST_TEST(summary.failures[0].source == "deep");
  BOOST_TEST(summary.failures[1].source == "gone/x.gif");
  BOOST_TEST(files.exists("/out/a.gif"));
}

BOOST_AUTO_TEST_CASE(that_match_an_exclusion_are_left_out_as_are_those_of_an_excluded_folder) {
  request.excludes = {"deep"};

  build();

  BOOST_TEST(files.exists("/out/a.gif"));
  BOOST_TEST(!files.exists("/out/deep"));
}

BOOST_AUTO_TEST_CASE(do_not_reach_out_of_the_source_folder_through_a_link) {
  files.put("/secret/x.gif", gif("secret"));
  files.link("/src/way", "/secret");
  request.chosen = {"way/x.gif"};

  BOOST_TEST(build().failures.size() == 1u);
  BOOST_TEST(!files.exists("/out/way"));
}

BOOST_AUTO_TEST_CASE(are_refused_where_they_lie_in_the_output) {
  request.output = "/src/deep";
  check_refused("lies inside the output folder");
}

BOOST_AUTO_TEST_CASE(are_refused_where_they_are_no_paths_below_the_source) {
  request.chosen = {"../elsewhere.gif"};
  check_refused("below it");
}

BOOST_AUTO_TEST_CASE(need_one_source_folder) {
  request.sources = {"/src", "/src/deep"};
  check_refused("one source");
}

BOOST_AUTO_TEST_CASE(that_are_none_leave_nothing) {
  settle();
  request.chosen = std::vector<std::string>{};

  build();

  BOOST_TEST(!files.exists("/out/a.gif"));
}

BOOST_AUTO_TEST_SUITE_END()
