// When a file's stamp is believed, and when its bytes are hashed again.
#include <boost/test/unit_test.hpp>

#include "tests/support/build_world.h"

using namespace pixmill;
using namespace pixmill::test;

BOOST_AUTO_TEST_CASE(a_young_source_is_hashed_again_once_and_trusted_then) {
  World world;
  world.files.put("/src/a.gif", gif("a"));
  world.build();
  world.files.advance(10 * k_second_ns);
  world.files.clear_log();

  world.build();
  const std::size_t reads_when_of_age = world.files.count(Op::read, "/src");
  world.files.clear_log();
  world.build();

  BOOST_TEST(reads_when_of_age == 1u);
  BOOST_TEST(world.files.count(Op::read, "/src") == 0u);
}

BOOST_AUTO_TEST_CASE(the_same_size_rewritten_in_the_same_tick_is_noticed) {
  World world;
  world.files.put("/src/a.gif", gif("one"));
  world.build();

  world.files.put("/src/a.gif", gif("two"));
  world.files.advance(10 * k_second_ns);
  world.build();

  BOOST_TEST(world.files.text("/out/a.gif").value() == gif("two"));
}

BOOST_AUTO_TEST_CASE(a_new_mtime_alone_costs_a_hash_and_nothing_more) {
  World world;
  world.files.put("/src/a.gif", gif("a"));
  world.settle();
  world.files.touch("/src/a.gif", 1);

  const Summary summary = world.build();

  BOOST_TEST(summary.counters.images_hashed == 1u);
  BOOST_TEST(summary.counters.encodes == 0u);
  BOOST_TEST(summary.counters.outputs_written == 0u);
  BOOST_TEST(world.files.count(Op::rename) == 0u);
}

BOOST_AUTO_TEST_CASE(new_dates_alone_leave_outputs_unread_and_are_remembered) {
  World world;
  world.files.put("/src/a.gif", gif("a"));
  world.files.put("/src/notes.txt", "foreign");
  world.settle();
  world.files.touch("/src/a.gif", 1);
  world.files.touch("/src/notes.txt", 1);
  world.files.advance(10 * k_second_ns);
  world.files.clear_log();

  const Summary summary = world.build();
  const std::size_t output_reads = world.files.count(Op::read, "/out");
  const std::size_t changes = world.files.changes();
  world.files.clear_log();
  world.build();

  BOOST_TEST(summary.counters.unchanged == 1u);
  BOOST_TEST(output_reads == 0u);
  BOOST_TEST(changes == 0u);
  BOOST_TEST(world.files.count(Op::read, "/src") == 0u);
  BOOST_TEST(world.files.count(Op::read_head, "/src") == 0u);
}

BOOST_AUTO_TEST_CASE(a_new_date_beside_a_changed_picture_is_remembered_too) {
  World world;
  world.files.put("/src/a.gif", gif("a"));
  world.files.put("/src/b.gif", gif("b"));
  world.files.put("/src/far/c.gif", gif("c"));
  world.settle();
  world.files.touch("/src/a.gif", 1);
  world.files.touch("/src/far/c.gif", 1);
  world.files.put("/src/b.gif", gif("other"));
  world.files.advance(10 * k_second_ns);

  const Summary summary = world.build();
  world.files.advance(10 * k_second_ns);
  world.build();
  world.files.clear_log();
  world.build();

  BOOST_TEST(summary.counters.unchanged == 2u);
  BOOST_TEST(summary.counters.images_read == 3u);
  BOOST_TEST(world.files.text("/out/b.gif").value() == gif("other"));
  BOOST_TEST(world.files.count(Op::read) == 0u);
}

BOOST_AUTO_TEST_CASE(a_new_date_does_not_hide_that_the_output_is_another) {
  World world;
  world.files.put("/src/a.gif", gif("a"));
  world.settle();
  world.files.touch("/src/a.gif", 1);
  world.files.put("/out/a.gif", gif("x"));

  world.build();

  BOOST_TEST(world.files.text("/out/a.gif").value() == gif("a"));
}

BOOST_AUTO_TEST_CASE(a_source_written_after_the_clock_was_set_back_is_noticed) {
  World world;
  world.files.put("/src/a.gif", gif("one"));
  world.settle();

  world.files.advance(-3600 * k_second_ns);
  world.files.put("/src/a.gif", gif("two"));
  world.build();

  BOOST_TEST(world.files.text("/out/a.gif").value() == gif("two"));
}

BOOST_AUTO_TEST_CASE(an_mtime_that_was_put_back_does_not_hide_a_change) {
  World world;
  world.files.put("/src/a.gif", gif("one"));
  world.settle();
  const std::int64_t mtime = world.files.stat("/src/a.gif", Links::keep)->stamp.mtime_ns;

  world.files.put("/src/a.gif", gif("two"));
  world.files.touch("/src/a.gif", mtime);
  world.build();

  BOOST_TEST(world.files.text("/out/a.gif").value() == gif("two"));
}

BOOST_AUTO_TEST_CASE(a_source_that_changes_while_it_is_read_fails_by_name) {
  World world;
  world.files.put("/src/a.gif", gif("a"));
  world.files.put("/src/b.gif", gif("b"));
  world.files.change_during_read("/src/a.gif");

  const Summary summary = world.build();

  BOOST_TEST(summary.failures.size() == 1u);
  BOOST_TEST(summary.failures[0].source == "a.gif");
  BOOST_TEST(world.files.exists("/out/b.gif"));
  BOOST_TEST(!world.files.exists("/out/a.gif"));
}

BOOST_AUTO_TEST_CASE(a_folder_of_more_files_than_one_worker_takes_at_once_is_looked_at_whole) {
  World world;
  const auto path = [](int i) { return "/" + std::to_string(1000 + i) + ".gif"; };
  for (int i = 0; i < 600; ++i) world.files.put("/src" + path(i), gif(std::to_string(i)));
  world.options.jobs = 2;
  world.settle();
  for (const int i : {0, 255, 256, 599}) world.files.put("/out" + path(i), gif("other"));
  world.files.put("/src" + path(300), gif("new"));

  const Summary summary = world.build();

  BOOST_TEST(summary.counters.outputs_written == 5u);
  BOOST_TEST(summary.counters.unchanged == 595u);
  BOOST_TEST(world.files.text("/out" + path(256)).value() == gif("256"));
  BOOST_TEST(world.files.text("/out" + path(300)).value() == gif("new"));
}

BOOST_AUTO_TEST_CASE(a_manifest_made_from_remembered_rows_is_that_of_a_first_build) {
  World changed;
  World fresh;
  for (World* world : {&changed, &fresh}) {
    for (const char* path : {"/src/a/x.gif", "/src/a/b/y.gif", "/src/a-b.gif", "/src/z.gif"}) {
      world->files.put(path, gif(path));
    }
  }
  changed.files.put("/src/a/m.gif", gif("gone later"));
  changed.files.put("/src/a/x.gif", gif("before"));
  changed.settle();
  changed.files.erase("/src/a/m.gif");
  changed.files.put("/src/a/x.gif", gif("/src/a/x.gif"));

  changed.build();
  fresh.build();

  BOOST_TEST(changed.manifest() == fresh.manifest());
}
