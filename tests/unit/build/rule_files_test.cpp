// The depfile and the stamp of a build that is a rule of another build system.
#include <boost/test/unit_test.hpp>

#include "tests/support/build_world.h"

using namespace pixmill;
using namespace pixmill::test;

namespace {

struct Rule : World {
  Rule() {
    files.put("/src/a.gif", gif("a"));
    files.put("/src/deep/b c.gif", gif("b"));
    files.put("/src/notes.txt", "not an image");
    files.advance(10 * k_second_ns);
    request.rule.depfile = "/rule/out.d";
    request.rule.stamp = "/rule/stamp";
  }

  std::string depfile() const { return files.text("/rule/out.d").value_or(""); }
  std::int64_t stamp_time() { return files.stat("/rule/stamp", Links::keep)->stamp.mtime_ns; }
  /// The first rule of the depfile; the others have no dependencies.
  std::string first_rule() const { return depfile().substr(0, depfile().find("\n\n")); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(rule_files, Rule)

BOOST_AUTO_TEST_CASE(the_depfile_names_pictures_folders_and_what_else_was_given) {
  request.rule.extra_dependencies = {"/pixmill.toml"};

  build();

  BOOST_TEST(first_rule() ==
             "/rule/stamp: \\\n  /src \\\n  /src/a.gif \\\n  /src/deep \\\n  /src/deep/b\\ c.gif "
             "\\\n  /pixmill.toml");
}

BOOST_AUTO_TEST_CASE(of_chosen_files_the_depfile_names_no_folder) {
  request.chosen = {"deep/b c.gif"};

  build();

  BOOST_TEST(first_rule() == "/rule/stamp: \\\n  /src/deep/b\\ c.gif");
}

BOOST_AUTO_TEST_CASE(of_a_named_file_the_depfile_names_that_file) {
  request.sources = {"/src/a.gif"};

  build();

  BOOST_TEST(first_rule() == "/rule/stamp: \\\n  /src/a.gif");
}

BOOST_AUTO_TEST_CASE(the_depfile_is_the_same_when_nothing_changed) {
  build();
  const std::string first = depfile();
  settle();
  files.erase("/rule/out.d");

  build();

  BOOST_TEST(depfile() == first);
}

BOOST_AUTO_TEST_CASE(the_target_is_the_one_that_was_asked_for_else_the_manifest) {
  request.rule.depfile_target = "out/all";
  build();
  BOOST_TEST(depfile().starts_with("out/all:"));

  request.rule.depfile_target.clear();
  request.rule.stamp.clear();
  build();
  BOOST_TEST(depfile().starts_with("/out/pixmill-manifest.json:"));
}

BOOST_AUTO_TEST_CASE(every_build_gives_the_stamp_a_new_date_and_no_other_file_one) {
  settle();
  const auto before = files.snapshot("/out");
  const std::int64_t first = stamp_time();
  files.clear_log();
  files.advance(10 * k_second_ns);

  build();

  BOOST_TEST(stamp_time() > first);
  BOOST_TEST(files.count(Op::write, "/out") == 0u);
  BOOST_TEST(files.count(Op::sync) == 0u);
  BOOST_TEST((files.snapshot("/out") == before));
}

BOOST_AUTO_TEST_CASE(a_failure_writes_neither) {
  files.put("/src/bad.png", "no picture");

  BOOST_TEST(build().failures.size() == 1u);

  BOOST_TEST(!files.exists("/rule/stamp"));
  BOOST_TEST(!files.exists("/rule/out.d"));
}

BOOST_AUTO_TEST_CASE(a_dry_run_writes_neither) {
  options.dry_run = true;

  build();

  BOOST_TEST(files.changes() == 0u);
}

BOOST_AUTO_TEST_CASE(a_stamp_that_cannot_be_written_is_an_error_with_its_name) {
  files.fail_at(Op::write, "/rule");

  const auto result = try_build();

  BOOST_REQUIRE(!result);
  BOOST_TEST(result.error().message.find("/rule/") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
