// Folders that cannot be looked into: that their pictures are gone is not known, so what was made
// of them stays as it is, and the folder is named.
#include <boost/test/unit_test.hpp>

#include "tests/support/build_world.h"
#include "tests/support/pictures/png_writer.h"

using namespace pixmill;
using namespace pixmill::test;

namespace {

struct SettledTree : World {
  SettledTree() {
    files.put("/src/a.gif", gif("a"));
    files.put("/src/deep/b.gif", gif("b"));
    files.put("/src/deep/er/c.gif", gif("c"));
    files.put("/src/deeply.gif", gif("a name that begins like the folder's"));
    settle();
  }

  void check_named_and_kept(const Summary& summary) {
    BOOST_REQUIRE(summary.failures.size() == 1u);
    BOOST_TEST(summary.failures[0].source == "deep");
    BOOST_TEST(summary.failures[0].message.find("error") != std::string::npos);
    BOOST_TEST(summary.counters.outputs_removed == 0u);
    BOOST_TEST(files.text("/out/deep/b.gif").value() == gif("b"));
    BOOST_TEST(files.text("/out/deep/er/c.gif").value() == gif("c"));
  }

  bool is_in_manifest(const std::string& name) const {
    return manifest().find(R"("source":")" + name + '"') != std::string::npos;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(unseen_folders, SettledTree)

BOOST_AUTO_TEST_CASE(that_cannot_be_listed_keep_their_outputs) {
  files.fail_at(Op::list, "/src/deep");

  check_named_and_kept(build());

  BOOST_TEST(is_in_manifest("deep/b.gif"));
  BOOST_TEST(is_in_manifest("deep/er/c.gif"));
  BOOST_TEST(is_in_manifest("a.gif"));
}

BOOST_AUTO_TEST_CASE(that_list_but_tell_of_no_file_keep_their_outputs) {
  files.put("/src/deep/second.gif", gif("2"));
  settle();
  files.fail_at(Op::stat, "/src/deep/b.gif");
  files.fail_at(Op::stat, "/src/deep/second.gif");

  check_named_and_kept(build());

  BOOST_TEST(files.exists("/out/deep/second.gif"));
}

BOOST_AUTO_TEST_CASE(that_tell_of_all_files_but_one_keep_its_output) {
  files.put("/src/deep/second.gif", gif("2"));
  settle();
  files.fail_at(Op::stat, "/src/deep/b.gif");
  files.put("/src/deep/second.gif", gif("changed"));

  const Summary summary = build();

  BOOST_REQUIRE(summary.failures.size() == 1u);
  BOOST_TEST(summary.failures[0].source == "deep/b.gif");
  BOOST_TEST(files.text("/out/deep/b.gif").value() == gif("b"));
  BOOST_TEST(files.text("/out/deep/second.gif").value() == gif("changed"));
}

BOOST_AUTO_TEST_CASE(behind_a_link_that_leads_nowhere_one_may_look_keep_their_outputs) {
  files.erase("/src/deep");
  files.put("/src/.deep/b.gif", gif("b"));
  files.put("/src/.deep/er/c.gif", gif("c"));
  files.link("/src/deep", "/src/.deep");
  settle();
  files.fail_at(Op::stat, "/src/deep");

  check_named_and_kept(build());
}

BOOST_AUTO_TEST_CASE(that_can_be_seen_again_cost_nothing) {
  files.fail_at(Op::list, "/src/deep");
  build();
  files.heal();
  files.clear_log();

  const Summary summary = build();

  BOOST_TEST(summary.failures.empty());
  BOOST_TEST(summary.counters.unchanged == 4u);
  BOOST_TEST(summary.counters.images_read == 0u);
  BOOST_TEST(summary.counters.outputs_written == 0u);
}

BOOST_AUTO_TEST_CASE(that_turn_out_to_be_gone_lose_their_outputs_then) {
  files.fail_at(Op::list, "/src/deep");
  build();
  files.heal();
  files.erase("/src/deep");

  const Summary summary = build();

  BOOST_TEST(summary.counters.outputs_removed == 2u);
  BOOST_TEST(!files.exists("/out/deep"));
}

BOOST_AUTO_TEST_CASE(are_looked_up_under_new_settings_once_they_can_be_seen) {
  Random random(1);
  const FileBytes png = png_file(screenshot(40, 30, 3, 20, random), {.level = 1});
  files.put("/src/deep/d.png", std::string(png.begin(), png.end()));
  settle();
  files.fail_at(Op::list, "/src/deep");
  layers = SettingsLayers::make({{"", {{"png.level", "3", "test"}}}}).value();
  check_named_and_kept(build());
  files.heal();

  const Summary summary = build();

  BOOST_TEST(summary.counters.unchanged == 4u);
  BOOST_TEST(summary.counters.misses == 1u);
}

BOOST_AUTO_TEST_CASE(keep_their_outputs_though_the_tree_s_state_is_lost) {
  trees.forget_all();
  files.fail_at(Op::list, "/src/deep");

  check_named_and_kept(build());

  files.heal();
  files.erase("/src/deep");
  BOOST_TEST(build().counters.outputs_removed == 2u);
  BOOST_TEST(!files.exists("/out/deep"));
}

BOOST_AUTO_TEST_CASE(have_no_row_for_an_output_that_is_not_there) {
  files.erase("/out/deep/b.gif");
  files.fail_at(Op::list, "/src/deep");

  const Summary summary = build();

  BOOST_TEST(summary.failures.size() == 1u);
  BOOST_TEST(!is_in_manifest("deep/b.gif"));
  BOOST_TEST(is_in_manifest("deep/er/c.gif"));
}

BOOST_AUTO_TEST_CASE(that_are_excluded_now_lose_their_outputs) {
  request.excludes = {"deep"};
  files.fail_at(Op::list, "/src/deep");

  BOOST_TEST(build().failures.empty());

  BOOST_TEST(!files.exists("/out/deep"));
}

BOOST_AUTO_TEST_SUITE_END()
