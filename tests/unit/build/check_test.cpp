// Checking: what optimize and build would do, told without writing to any tree.
#include "engine/build/check.h"

#include <boost/test/unit_test.hpp>

#include "tests/support/build_world.h"

using namespace pixmill;
using namespace pixmill::test;

namespace {

struct Check : World {
  InPlaceRequest in_place{{"/src"}, {}, "", true};

  Check() {
    files.put("/src/a.gif", gif("a large one"));
    files.put("/src/deep/b.gif", gif("b"));
    files.advance(10 * k_second_ns);
    remember_optimized(gif("a large one"), gif("small"));
  }
  CheckResult check_files() { return check_in_place(in_place, layers, options, around()).value(); }
  CheckResult check_out() { return check_tree(request, layers, options, around()).value(); }
  OutputState state_of_a() {
    const CheckResult result = check_out();
    BOOST_REQUIRE_EQUAL(result.images.size(), 2u);
    return result.images[0].output;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(check_suite, Check)

BOOST_AUTO_TEST_CASE(tells_the_size_that_optimize_would_leave) {
  const CheckResult result = check_files();

  BOOST_REQUIRE_EQUAL(result.images.size(), 2u);
  BOOST_TEST(result.images[0].name == "/src/a.gif");
  BOOST_TEST(result.images[0].best_bytes == gif("small").size());
  BOOST_TEST(result.images[1].best_bytes == result.images[1].source_bytes);
  BOOST_TEST(files.changes() == 0u);
}

BOOST_AUTO_TEST_CASE(remembers_what_it_worked_out) {
  const std::size_t before = results.size();

  const CheckResult first = check_files();
  const CheckResult second = check_files();

  BOOST_TEST(first.counters.encodes == 1u);
  BOOST_TEST(second.counters.encodes == 0u);
  BOOST_TEST(results.size() == before + 1);
}

BOOST_AUTO_TEST_CASE(what_optimize_wrote_is_its_own_result) {
  remember_optimized(gif("small"), gif("s"));  // what a second search would lose
  static_cast<void>(optimize_in_place(in_place, layers, options, around()).value());

  const CheckResult result = check_files();

  BOOST_TEST(result.images[0].best_bytes == gif("small").size());
  BOOST_TEST(result.images[0].source_bytes == gif("small").size());
}

BOOST_AUTO_TEST_CASE(a_file_below_two_paths_is_told_once) {
  in_place.paths = {"/src", "/src/a.gif"};

  BOOST_TEST(check_files().images.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_named_file_is_excluded_by_the_path_that_named_it) {
  in_place.paths = {"/src/deep/b.gif"};
  in_place.excludes = {"/src/deep/**"};

  BOOST_TEST(check_files().images.empty());
}

BOOST_AUTO_TEST_CASE(a_damaged_picture_fails_by_name) {
  files.put("/src/broken.jpg", "no picture");

  const CheckResult result = check_files();

  BOOST_REQUIRE_EQUAL(result.failures.size(), 1u);
  BOOST_TEST(result.failures[0].source == "/src/broken.jpg");
}

BOOST_AUTO_TEST_CASE(a_stop_ends_it_early) {
  const std::atomic<bool> stop{true};
  options.stop = &stop;

  BOOST_TEST(check_files().interrupted);
}

BOOST_AUTO_TEST_CASE(a_built_output_is_right_and_no_file_is_read) {
  settle();

  const CheckResult result = check_out();

  BOOST_TEST(result.counters.unchanged == 2u);
  BOOST_TEST(!result.manifest_is_stale);
  BOOST_TEST(files.count(Op::read, "/src") == 0u);
  BOOST_TEST(files.changes() == 0u);
}

BOOST_AUTO_TEST_CASE(outputs_are_missing_before_the_first_build_and_no_folder_is_made) {
  BOOST_TEST((state_of_a() == OutputState::missing));
  BOOST_TEST(!files.exists("/out"));
}

BOOST_AUTO_TEST_CASE(an_edited_output_is_different) {
  settle();
  files.put("/out/a.gif", gif("edited"));

  BOOST_TEST((state_of_a() == OutputState::different));
}

BOOST_AUTO_TEST_CASE(content_decides_where_no_tree_is_remembered) {
  settle();
  trees.forget_all();

  BOOST_TEST((state_of_a() == OutputState::right));
  BOOST_TEST(!check_out().manifest_is_stale);
}

BOOST_AUTO_TEST_CASE(an_output_without_a_source_is_left_over) {
  settle();
  files.erase("/src/a.gif");

  const CheckResult known_tree = check_out();
  trees.forget_all();
  const CheckResult unknown_tree = check_out();

  BOOST_REQUIRE_EQUAL(known_tree.leftovers.size(), 1u);
  BOOST_TEST(known_tree.leftovers[0] == "a.gif");
  BOOST_TEST(unknown_tree.leftovers == known_tree.leftovers);
}

BOOST_AUTO_TEST_CASE(a_persons_file_in_its_place_is_none) {
  settle();
  files.erase("/src/a.gif");
  files.put("/out/a.gif", gif("mine"));

  BOOST_TEST(check_out().leftovers.empty());
}

BOOST_AUTO_TEST_CASE(a_missing_manifest_is_stale) {
  settle();
  files.erase("/out/pixmill-manifest.json");

  BOOST_TEST(check_out().manifest_is_stale);
}

BOOST_AUTO_TEST_SUITE_END()
