// One picture for a rule of make, Ninja or CMake.
#include <boost/test/unit_test.hpp>

#include "tests/support/build_world.h"

using namespace pixmill;
using namespace pixmill::test;

namespace {

struct OnePicture : World {
  OneRequest one{"/src/a.gif", "/out/a.gif", "", "", {}, ""};

  OnePicture() {
    files.put("/src/a.gif", gif("a"));
    files.advance(10 * k_second_ns);
  }
  Result<Summary> try_one() { return build_one(one, layers, options, around()); }
  Summary make_one() { return try_one().value(); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(build_one_suite, OnePicture)

BOOST_AUTO_TEST_CASE(writes_the_output_and_makes_its_folder) {
  const Summary summary = make_one();

  BOOST_TEST(summary.failures.empty());
  BOOST_TEST(files.text("/out/a.gif").value() == gif("a"));
}

BOOST_AUTO_TEST_CASE(unchanged_it_reads_and_writes_nothing) {
  make_one();
  files.advance(10 * k_second_ns);
  make_one();
  files.clear_log();

  const Summary summary = make_one();

  BOOST_TEST(summary.counters.unchanged == 1u);
  BOOST_TEST(files.count(Op::read) == 0u);
  BOOST_TEST(files.changes() == 0u);
}

BOOST_AUTO_TEST_CASE(a_changed_source_is_built) {
  make_one();
  files.put("/src/a.gif", gif("new"));

  make_one();

  BOOST_TEST(files.text("/out/a.gif").value() == gif("new"));
}

BOOST_AUTO_TEST_CASE(the_cache_answers_for_known_bytes) {
  remember_optimized(gif("a"), gif(""));

  const Summary summary = make_one();

  BOOST_TEST(summary.counters.hits == 1u);
  BOOST_TEST(files.text("/out/a.gif").value() == gif(""));
}

BOOST_AUTO_TEST_CASE(a_conversion_without_an_encoder_fails_in_words) {
  one.output = "/out/a.webp";

  const Summary summary = make_one();

  BOOST_REQUIRE(summary.failures.size() == 1u);
  BOOST_TEST(summary.failures[0].message.find("converts to jpeg only") != std::string::npos);
  BOOST_TEST(!files.exists("/out/a.webp"));
}

BOOST_AUTO_TEST_CASE(an_extension_of_no_image_is_a_usage_error) {
  one.output = "/out/a.txt";
  BOOST_TEST((try_one().error().code == ErrorCode::usage));
}

BOOST_AUTO_TEST_CASE(the_input_is_never_the_output_not_even_through_a_link) {
  files.link("/link.gif", "/src/a.gif");
  one.output = "/link.gif";
  BOOST_TEST((try_one().error().code == ErrorCode::usage));
  BOOST_TEST(files.changes() == 0u);
}

BOOST_AUTO_TEST_CASE(the_output_does_not_lie_in_the_cache) {
  one.cache_folder = "/out";
  BOOST_TEST((try_one().error().code == ErrorCode::usage));
}

BOOST_AUTO_TEST_CASE(a_missing_input_fails) {
  one.input = "/src/none.gif";
  BOOST_TEST(make_one().failures.size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_depfile_names_the_input_and_what_else_was_given) {
  one.depfile = "/out/a.d";
  one.depfile_target = "out/a.gif";
  one.extra_dependencies = {"/pixmill.toml"};

  make_one();

  BOOST_TEST(files.text("/out/a.d").value() ==
             "out/a.gif: \\\n  /src/a.gif \\\n  /pixmill.toml\n\n/src/a.gif:\n\n/pixmill.toml:\n");
}

BOOST_AUTO_TEST_CASE(a_deleted_depfile_comes_back_though_the_output_is_unchanged) {
  one.depfile = "/out/a.d";
  make_one();
  files.advance(10 * k_second_ns);
  make_one();
  files.erase("/out/a.d");

  make_one();

  BOOST_TEST(files.exists("/out/a.d"));
}

BOOST_AUTO_TEST_CASE(a_deleted_output_comes_back_without_a_write_to_the_cache) {
  remember_optimized(gif("a"), gif(""));
  make_one();
  files.erase("/out/a.gif");
  const auto saves = trees.saves;

  make_one();

  BOOST_TEST(files.text("/out/a.gif").value() == gif(""));
  BOOST_TEST(trees.saves == saves);
}

BOOST_AUTO_TEST_CASE(touching_gives_an_output_with_the_right_bytes_a_new_date) {
  one.touch = true;
  make_one();
  const auto before = files.stat("/out/a.gif", Links::keep)->stamp.mtime_ns;
  files.advance(10 * k_second_ns);

  make_one();

  BOOST_TEST(files.stat("/out/a.gif", Links::keep)->stamp.mtime_ns > before);
  BOOST_TEST(files.text("/out/a.gif").value() == gif("a"));
}

BOOST_AUTO_TEST_CASE(an_input_outside_its_base_is_a_usage_error) {
  one.base = "/srcs";
  files.make("/srcs");
  BOOST_TEST((try_one().error().code == ErrorCode::usage));
}

BOOST_AUTO_TEST_CASE(a_dry_run_writes_nothing) {
  options.dry_run = true;
  one.depfile = "/out/a.d";

  make_one();

  BOOST_TEST(files.changes() == 0u);
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_named_and_leaves_nothing) {
  files.set_space_left(3);

  const Summary summary = make_one();

  BOOST_REQUIRE(summary.failures.size() == 1u);
  BOOST_TEST(summary.failures[0].message.find("No space left") != std::string::npos);
  BOOST_TEST((files.snapshot("/out") == std::map<std::string, std::string>{{"/out", "/"}}));
}

BOOST_AUTO_TEST_SUITE_END()
