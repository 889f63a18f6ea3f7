// Kills and a failing disk: outputs hold old bytes, new bytes or nothing, and the next build that
// is left alone makes everything right.
#include <boost/test/unit_test.hpp>

#include "tests/support/build_world.h"

using namespace pixmill;
using namespace pixmill::test;

namespace {

/// A built tree, in which one source then changed, one came and one went.
struct ChangedTree : World {
  ChangedTree() {
    files.put("/src/stays.gif", gif("stays"));
    files.put("/src/changes.gif", gif("old"));
    files.put("/src/deep/goes.gif", gif("goes"));
    settle();
    files.put("/src/changes.gif", gif("new"));
    files.put("/src/more/comes.gif", gif("comes"));
    files.erase("/src/deep");
    files.advance(10 * k_second_ns);
  }
};

std::map<std::string, std::string> undisturbed_output() {
  ChangedTree world;
  world.build();
  return world.files.snapshot("/out");
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_kill_after_any_change_harms_nothing_that_the_next_build_does_not_mend) {
  const auto expected = undisturbed_output();
  bool was_cut = true;
  std::uint64_t changes = 0;
  for (; was_cut; ++changes) {
    BOOST_REQUIRE(changes < 1000);
    ChangedTree world;
    world.power.cut_after(changes);

    static_cast<void>(world.try_build());

    was_cut = world.power.is_cut();
    world.power.restore();
    const std::string at_kill = world.files.text("/out/changes.gif").value_or(gif("old"));
    BOOST_TEST((at_kill == gif("old") || at_kill == gif("new")));
    BOOST_TEST(world.files.text("/out/stays.gif").value() == gif("stays"));
    world.build();
    BOOST_TEST((world.files.snapshot("/out") == expected), "killed after " << changes);
  }
  BOOST_TEST(changes > 10u);
}

BOOST_AUTO_TEST_CASE(a_kill_leaves_nothing_behind_even_if_the_sources_are_put_back) {
  for (std::uint64_t changes = 0; changes < 20; ++changes) {
    World world;
    world.files.put("/src/stays.gif", gif("stays"));
    world.settle();
    const auto expected = world.files.snapshot("/out");
    world.files.put("/src/comes.gif", gif("comes"));
    world.power.cut_after(changes);
    static_cast<void>(world.try_build());
    world.power.restore();
    world.files.erase("/src/comes.gif");

    world.build();

    BOOST_TEST((world.files.snapshot("/out") == expected), "killed after " << changes);
  }
}

BOOST_AUTO_TEST_CASE(a_failing_write_is_named_and_the_others_are_done) {
  World world;
  world.files.put("/src/a.gif", gif("a"));
  world.files.put("/src/b.gif", gif("b"));
  world.files.fail_nth(Op::write, 1);

  const Summary summary = world.build();

  BOOST_REQUIRE(summary.failures.size() == 1u);
  BOOST_TEST(summary.failures[0].source == "a.gif");
  BOOST_TEST(!world.files.exists("/out/a.gif"));
  BOOST_TEST(world.files.text("/out/b.gif").value() == gif("b"));
}

BOOST_AUTO_TEST_CASE(a_failing_rename_is_named_and_the_others_are_done) {
  World world;
  world.files.put("/src/a.gif", gif("a"));
  world.files.put("/src/b.gif", gif("b"));
  world.files.fail_at(Op::rename, "/out/a.gif");

  const Summary summary = world.build();

  BOOST_TEST(summary.failures.size() == 1u);
  BOOST_TEST(world.files.exists("/out/b.gif"));
  BOOST_TEST(!world.files.exists("/out/.pixmill-tmp"));
}

BOOST_AUTO_TEST_CASE(nothing_is_published_that_could_not_be_synced) {
  ChangedTree world;
  const std::string manifest = world.manifest();
  world.files.fail_at(Op::sync, "/out");

  static_cast<void>(world.try_build());

  BOOST_TEST(world.manifest() == manifest);

  BOOST_TEST(world.files.text("/out/changes.gif").value_or(gif("old")) == gif("old"));
  BOOST_TEST(world.files.text("/out/stays.gif").value() == gif("stays"));
}

BOOST_AUTO_TEST_CASE(a_manifest_says_of_an_output_that_it_did_not_get_into_place) {
  ChangedTree world;
  world.files.put("/src/more/other.gif", gif("other"));
  world.files.put("/src/comes.gif", gif("comes"));
  world.files.fail_at(Op::rename, "/out/comes.gif");

  const Summary summary = world.build();

  BOOST_REQUIRE(summary.failures.size() == 1u);
  BOOST_TEST(summary.failures[0].source == "comes.gif");
  BOOST_TEST(summary.formats.at(Format::gif).images == 4u);
  BOOST_TEST(world.manifest().find(R"("totals": {"images":4,"failed":1,)") != std::string::npos);
  BOOST_TEST(world.manifest().find(R"({"source":"comes.gif","status":"failed")") !=
             std::string::npos);
  BOOST_TEST(!world.files.exists("/out/.pixmill-tmp"));
  world.files.heal();
  BOOST_TEST(world.build().failures.empty());
  BOOST_TEST(world.manifest().find("failed\":0") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_full_disk_leaves_no_half_written_output) {
  World world;
  world.files.put("/src/a.gif", gif(std::string(1000, 'a')));
  world.files.put("/src/b.gif", gif(std::string(1000, 'b')));
  world.files.set_space_left(1500);

  static_cast<void>(world.try_build());

  BOOST_TEST(world.files.text("/out/a.gif").value() == gif(std::string(1000, 'a')));
  BOOST_TEST(!world.files.exists("/out/b.gif"));
  BOOST_TEST(!world.files.exists("/out/.pixmill-tmp"));
  world.files.heal();
  BOOST_TEST(world.build().failures.empty());
  BOOST_TEST(world.files.exists("/out/b.gif"));
}

BOOST_AUTO_TEST_CASE(a_disk_too_full_for_the_manifest_hides_no_picture_that_failed) {
  World world;
  world.files.put("/src/a.gif", gif("a"));
  world.files.fail_at(Op::write, "/out");

  const Summary summary = world.build();

  BOOST_REQUIRE(summary.failures.size() == 2u);
  BOOST_TEST(summary.failures[0].source == "a.gif");
  BOOST_TEST(summary.failures[1].source == "/out/pixmill-manifest.json");
  world.files.heal();
  BOOST_TEST(world.build().failures.empty());
  BOOST_TEST(world.files.exists("/out/a.gif"));
}

BOOST_AUTO_TEST_CASE(an_output_that_cannot_be_removed_is_named_and_goes_with_the_next_build) {
  World world;
  world.files.put("/src/a.gif", gif("a"));
  world.files.put("/src/goes.gif", gif("goes"));
  world.settle();
  world.files.erase("/src/goes.gif");
  world.files.fail_at(Op::remove, "/out/goes.gif");

  const Summary summary = world.build();

  BOOST_REQUIRE(summary.failures.size() == 1u);
  BOOST_TEST(summary.failures[0].source == "goes.gif");
  world.files.heal();
  BOOST_TEST(world.build().counters.outputs_removed == 1u);
  BOOST_TEST(!world.files.exists("/out/goes.gif"));
}

BOOST_AUTO_TEST_CASE(a_source_folder_that_cannot_be_listed_is_named) {
  World world;
  world.files.put("/src/a.gif", gif("a"));
  world.files.put("/src/deep/b.gif", gif("b"));
  world.files.fail_at(Op::list, "/src/deep");

  const Summary summary = world.build();

  BOOST_REQUIRE(summary.failures.size() == 1u);
  BOOST_TEST(summary.failures[0].source == "deep");
  BOOST_TEST(world.files.exists("/out/a.gif"));
}

BOOST_AUTO_TEST_CASE(equal_pictures_are_worked_out_once_but_each_fails_for_itself) {
  World world;
  world.options.max_memory_bytes = 4;  // so that sources are read again when they are built
  world.files.put("/src/a.gif", gif("same"));
  world.files.put("/src/b.gif", gif("same"));
  bool planned = false;
  world.files.on_operation([&](const Operation& operation) {
    if (operation.op == Op::make_folder && !std::exchange(planned, true)) {
      world.files.erase("/src/a.gif");
    }
  });

  const Summary summary = world.build();

  BOOST_REQUIRE(summary.failures.size() == 1u);
  BOOST_TEST(summary.failures[0].source == "a.gif");
  BOOST_TEST(world.files.text("/out/b.gif").value() == gif("same"));
}
