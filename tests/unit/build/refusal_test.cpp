// Requests that could only do harm are refused before a byte is written; pictures that cannot be
// built are named, and the others are done.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/support/build_world.h"

using namespace pixmill;
using namespace pixmill::test;

namespace {

void check_refused(World& world, const std::string& words) {
  const auto result = world.try_build();

  BOOST_REQUIRE(!result);
  BOOST_TEST((result.error().code == ErrorCode::usage));
  BOOST_TEST(result.error().message.find(words) != std::string::npos, result.error().message);
  BOOST_TEST(world.files.changes() == 0u);
}

struct TwoPictures : World {
  TwoPictures() {
    files.put("/src/a.gif", gif("a"));
    files.put("/src/b.gif", gif("b"));
    files.advance(10 * k_second_ns);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(refused_requests, TwoPictures)

BOOST_AUTO_TEST_CASE(output_in_source) {
  request.output = "/src/out";
  check_refused(*this, "lies inside the source folder");
}

BOOST_AUTO_TEST_CASE(output_in_source_through_a_link) {
  files.link("/elsewhere", "/src");
  request.output = "/elsewhere/out";
  check_refused(*this, "lies inside the source folder");
}

BOOST_AUTO_TEST_CASE(source_in_output) {
  request.output = "/";
  check_refused(*this, "lies inside the output folder");
}

BOOST_AUTO_TEST_CASE(output_is_source) {
  request.output = "/src";
  check_refused(*this, "is the source folder");
}

BOOST_AUTO_TEST_CASE(output_would_replace_the_one_file_that_was_named) {
  request.sources = {"/src/a.gif"};
  request.output = "/src";
  check_refused(*this, "replace its own source");
}

BOOST_AUTO_TEST_CASE(output_in_cache) {
  request.cache_folder = "/cache";
  request.output = "/cache/out";
  check_refused(*this, "lies inside the cache");
}

BOOST_AUTO_TEST_CASE(missing_source) {
  request.sources = {"/nowhere"};
  check_refused(*this, "no such file");
}

BOOST_AUTO_TEST_CASE(output_is_a_file) {
  files.put("/out", "x");
  check_refused(*this, "is a file");
}

BOOST_AUTO_TEST_CASE(two_sources_with_one_output) {
  files.put("/more/a.gif", gif("other"));
  request.sources = {"/src", "/more"};
  check_refused(*this, "would share one output");
}

BOOST_AUTO_TEST_CASE(two_names_that_differ_by_case_only) {
  files.put("/src/A.GIF", gif("other"));
  check_refused(*this, "would share one output");
}

BOOST_AUTO_TEST_CASE(two_names_that_are_one_when_composed) {
  files.put("/src/caf\xC3\xA9.gif", gif("composed"));
  files.put("/src/cafe\xCC\x81.gif", gif("decomposed"));
  check_refused(*this, "would share one output");
}

BOOST_AUTO_TEST_CASE(a_manifest_that_would_replace_a_source) {
  request.manifest = "/src/a.gif";
  check_refused(*this, "manifest");
}

BOOST_AUTO_TEST_CASE(a_picture_whose_output_would_be_the_manifest) {
  files.put("/src/pixmill-manifest.json", gif("a picture all the same"));
  check_refused(*this, "manifest");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(refused_pictures, TwoPictures)

BOOST_AUTO_TEST_CASE(what_is_no_picture_but_named_like_one_is_named_and_the_rest_is_done) {
  files.put("/src/empty.gif", "");
  files.put("/src/text.png", "hello");
  files.make("/src/folder.jpg");
  files.make_fifo("/src/fifo.gif");
  files.link("/src/dangling.gif", "/nowhere");

  const Summary summary = build();

  BOOST_TEST(summary.failures.size() == 5u);
  BOOST_TEST(files.exists("/out/a.gif"));
  BOOST_TEST(files.exists("/out/b.gif"));
  BOOST_TEST(manifest().find("\"failed\":5") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_picture_that_turned_bad_loses_its_old_output) {
  settle();
  files.put("/src/a.gif", "no picture any more");

  const Summary summary = build();

  BOOST_TEST(summary.failures.size() == 1u);
  BOOST_TEST(!files.exists("/out/a.gif"));
  BOOST_TEST(files.exists("/out/b.gif"));
}

BOOST_AUTO_TEST_CASE(a_failure_is_tried_again) {
  files.put("/src/c.gif", "bad");
  settle();
  files.put("/src/c.gif", gif("good"));

  BOOST_TEST(build().failures.empty());
  BOOST_TEST(files.exists("/out/c.gif"));
}

BOOST_AUTO_TEST_CASE(links_are_followed_inside_the_source_only) {
  files.put("/secret/x.gif", gif("secret"));
  files.link("/src/inside.gif", "a.gif");
  files.link("/src/outside.gif", "/secret/x.gif");
  files.link("/src/loop", "/src");

  const Summary summary = build();

  BOOST_TEST(files.text("/out/inside.gif").value() == gif("a"));
  BOOST_TEST(!files.exists("/out/outside.gif"));
  BOOST_TEST(!files.exists("/out/loop"));
  BOOST_REQUIRE(summary.failures.size() == 1u);
  BOOST_TEST(summary.failures[0].source == "outside.gif");
}

BOOST_AUTO_TEST_CASE(the_cache_is_no_source_even_inside_one) {
  files.put("/src/.cache/blobs/x.gif", gif("blob"));
  request.cache_folder = "/src/.cache";

  build();

  BOOST_TEST(!files.exists("/out/.cache"));
}

BOOST_AUTO_TEST_CASE(fail_fast_starts_nothing_after_the_first_failure) {
  files.put("/src/0.gif", "bad");
  options.fail_fast = true;

  const Summary summary = build();

  BOOST_TEST(summary.failures.size() == 1u);
  BOOST_TEST(!files.exists("/out/a.gif"));
}

BOOST_AUTO_TEST_CASE(a_refused_file_that_is_gone_leaves_the_manifest) {
  files.put("/src/deep/a.gif", gif("a"));
  files.make_fifo("/src/deep/pipe.gif");
  settle();
  const bool was_there = manifest().find("pipe.gif") != std::string::npos;
  files.erase("/src/deep/pipe.gif");

  const Summary summary = build();

  BOOST_TEST(was_there);
  BOOST_TEST(manifest().find("pipe.gif") == std::string::npos);
  BOOST_TEST(summary.statuses.at(ImageStatus::failed) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(links_in_the_output, TwoPictures)

BOOST_AUTO_TEST_CASE(an_output_that_is_a_link_is_replaced_and_what_it_leads_to_is_not) {
  files.put("/precious.gif", gif("precious"));
  files.link("/out/a.gif", "/precious.gif");

  build();

  BOOST_TEST(files.text("/precious.gif").value() == gif("precious"));
  BOOST_TEST(files.text("/out/a.gif").value() == gif("a"));
}

BOOST_AUTO_TEST_CASE(nothing_is_written_through_a_linked_folder) {
  files.put("/src/deep/c.gif", gif("c"));
  files.put("/precious/c.gif", gif("precious"));
  files.link("/out/deep", "/precious");

  const Summary summary = build();

  BOOST_TEST(files.text("/precious/c.gif").value() == gif("precious"));
  BOOST_TEST(summary.failures.size() == 1u);
  BOOST_TEST(files.exists("/out/a.gif"));
}

BOOST_AUTO_TEST_CASE(sweeping_temporary_files_follows_no_link) {
  files.put("/precious/0", "precious");
  files.link("/out/.pixmill-tmp", "/precious");

  const auto result = try_build();

  BOOST_TEST(!result.has_value());
  BOOST_TEST(files.text("/precious/0").value() == "precious");
}

BOOST_AUTO_TEST_CASE(sweeping_temporary_files_spares_what_is_not_pixmills) {
  files.put("/out/.pixmill-tmp/7", "left by a kill");
  files.put("/out/.pixmill-tmp/holiday.gif", "a person's");

  build();

  BOOST_TEST(!files.exists("/out/.pixmill-tmp/7"));
  BOOST_TEST(files.text("/out/.pixmill-tmp/holiday.gif").value() == "a person's");
}

BOOST_AUTO_TEST_SUITE_END()
