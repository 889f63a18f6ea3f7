// What a build makes of a tree, and what it does when something in it changed.
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "engine/build/build.h"
#include "tests/support/build_world.h"

using namespace pixmill;
using namespace pixmill::test;

namespace {

struct SmallTree : World {
  SmallTree() {
    files.put("/src/a.gif", gif("a"));
    files.put("/src/deep/b.gif", gif("b"));
    files.put("/src/notes.txt", "not an image");
    files.advance(10 * k_second_ns);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(build_tree_suite, SmallTree)

BOOST_AUTO_TEST_CASE(first_build_writes_every_picture_and_no_other_file) {
  const Summary summary = build();

  BOOST_TEST(files.text("/out/a.gif").value() == gif("a"));
  BOOST_TEST(files.text("/out/deep/b.gif").value() == gif("b"));
  BOOST_TEST(!files.exists("/out/notes.txt"));
  BOOST_TEST(!files.exists("/out/.pixmill-tmp"));
  BOOST_TEST(summary.foreign_files == 1u);
  BOOST_TEST(summary.counters.outputs_written == 2u);
  BOOST_TEST(manifest().find("\"deep/b.gif\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_output_is_written_aside_then_synced_then_renamed) {
  build();

  std::size_t written = 0;
  std::size_t synced = 0;
  std::size_t renamed = 0;
  const auto log = files.log();
  for (std::size_t i = 0; i < log.size(); ++i) {
    if (log[i].op == Op::write && written == 0) written = i;
    if (log[i].op == Op::sync && synced == 0) synced = i;
    if (log[i].op == Op::rename && renamed == 0) renamed = i;
    if (log[i].op == Op::write) BOOST_TEST(log[i].path.starts_with("/out/.pixmill-tmp/"));
  }
  BOOST_TEST(written > 0u);
  BOOST_TEST(written < synced);
  BOOST_TEST(synced < renamed);
}

BOOST_AUTO_TEST_CASE(few_outputs_are_synced_one_by_one_and_many_with_their_disk) {
  const auto synced_whole = [this] {
    const auto log = files.log();
    return std::count_if(log.begin(), log.end(), [](const Operation& operation) {
      return operation.op == Op::sync && operation.path == "/out";
    });
  };
  build();
  const auto after_few = synced_whole();
  for (int i = 0; i < 20; ++i) {
    files.put("/src/more" + std::to_string(i) + ".gif", gif(std::to_string(i)));
  }

  build();

  BOOST_TEST(after_few == 0);
  BOOST_TEST(synced_whole() == 1);
}

BOOST_AUTO_TEST_CASE(a_build_of_what_is_unchanged_reads_and_writes_nothing) {
  settle();

  const Summary summary = build();

  BOOST_TEST(summary.counters.unchanged == 2u);
  BOOST_TEST(files.count(Op::read) == 0u);
  BOOST_TEST(files.count(Op::read_head) == 0u);
  BOOST_TEST(files.changes() == 0u);
  BOOST_TEST(files.count(Op::sync) == 0u);
}

BOOST_AUTO_TEST_CASE(a_deleted_output_comes_back_from_the_cache_without_its_source) {
  files.put("/src/c.gif", gif("a long one"));
  remember_optimized(gif("a long one"), gif("short"));
  settle();
  files.erase("/out/c.gif");

  const Summary summary = build();

  BOOST_TEST(files.text("/out/c.gif").value() == gif("short"));
  BOOST_TEST(files.count(Op::read, "/src") == 0u);
  BOOST_TEST(summary.counters.hits == 1u);
  BOOST_TEST(summary.counters.outputs_written == 1u);
}

BOOST_AUTO_TEST_CASE(the_whole_output_folder_comes_back_when_it_was_deleted) {
  settle();
  const auto before = files.snapshot("/out");
  files.erase("/out");

  build();

  BOOST_TEST((files.snapshot("/out") == before));
}

BOOST_AUTO_TEST_CASE(a_damaged_blob_is_a_miss_and_the_output_is_still_right) {
  remember_optimized(gif("a"), gif(""));
  results.damage_blobs();

  const Summary summary = build();

  BOOST_TEST(files.text("/out/a.gif").value() == gif("a"));
  BOOST_TEST(summary.failures.empty());
}

BOOST_AUTO_TEST_CASE(an_output_that_someone_changed_is_restored) {
  settle();
  files.put("/out/a.gif", gif("A"));

  build();

  BOOST_TEST(files.text("/out/a.gif").value() == gif("a"));
}

BOOST_AUTO_TEST_CASE(a_changed_source_is_built_anew_and_alone) {
  settle();
  files.put("/src/a.gif", gif("new"));

  const Summary summary = build();

  BOOST_TEST(files.text("/out/a.gif").value() == gif("new"));
  BOOST_TEST(summary.counters.unchanged == 1u);
  BOOST_TEST(files.count(Op::read, "/src") == 1u);
}

BOOST_AUTO_TEST_CASE(a_removed_source_takes_its_output_and_the_empty_folder_with_it) {
  files.put("/out/deep/mine.txt", "a person's");
  settle();
  files.erase("/src/a.gif");
  files.erase("/src/deep");

  const Summary summary = build();

  BOOST_TEST(summary.counters.outputs_removed == 2u);
  BOOST_TEST(!files.exists("/out/a.gif"));
  BOOST_TEST(!files.exists("/out/deep/b.gif"));
  BOOST_TEST(files.text("/out/deep/mine.txt").value() == "a person's");

  files.erase("/out/deep/mine.txt");
}

BOOST_AUTO_TEST_CASE(a_folder_that_a_removed_output_leaves_empty_goes) {
  settle();
  files.erase("/src/deep");

  build();

  BOOST_TEST(!files.exists("/out/deep"));
}

BOOST_AUTO_TEST_CASE(a_picture_that_becomes_something_else_takes_its_output_with_it) {
  files.put("/src/name", gif("a picture without an extension"));
  settle();
  files.put("/src/name", "notes");

  const Summary summary = build();

  BOOST_TEST(summary.counters.outputs_removed == 1u);
  BOOST_TEST(!files.exists("/out/name"));
}

BOOST_AUTO_TEST_CASE(a_picture_whose_name_becomes_a_folder_makes_way_in_the_same_build) {
  files.put("/src/name", gif("a picture without an extension"));
  settle();
  files.erase("/src/name");
  files.put("/src/name/below.gif", gif("below"));

  const Summary summary = build();

  BOOST_TEST(summary.failures.empty());
  BOOST_TEST(summary.counters.outputs_removed == 1u);
  BOOST_TEST(files.text("/out/name/below.gif").value() == gif("below"));
}

BOOST_AUTO_TEST_CASE(a_folder_whose_name_becomes_a_picture_makes_way_in_the_same_build) {
  files.put("/src/name/deep/below.gif", gif("below"));
  settle();
  files.erase("/src/name");
  files.put("/src/name", gif("a picture without an extension"));

  const Summary summary = build();

  BOOST_TEST(summary.failures.empty());
  BOOST_TEST(summary.counters.outputs_removed == 1u);
  BOOST_TEST(files.text("/out/name").value() == gif("a picture without an extension"));
}

BOOST_AUTO_TEST_CASE(an_output_that_someone_changed_makes_no_way) {
  files.put("/src/name", gif("a picture without an extension"));
  settle();
  files.put("/out/name", "edited");
  files.erase("/src/name");
  files.put("/src/name/below.gif", gif("below"));

  const Summary summary = build();

  BOOST_REQUIRE(summary.failures.size() == 1u);
  BOOST_TEST(summary.failures[0].source == "name/below.gif");
  BOOST_TEST(files.text("/out/name").value() == "edited");
}

BOOST_AUTO_TEST_CASE(an_output_that_someone_changed_is_not_removed_with_its_source) {
  settle();
  files.put("/out/a.gif", "edited");
  files.erase("/src/a.gif");

  build();

  BOOST_TEST(files.text("/out/a.gif").value() == "edited");
}

BOOST_AUTO_TEST_CASE(a_deleted_manifest_is_written_again_identical) {
  settle();
  const std::string before = manifest();
  files.erase("/out/pixmill-manifest.json");

  build();

  BOOST_TEST(manifest() == before);
  BOOST_TEST(files.count(Op::read, "/src") == 0u);
}

BOOST_AUTO_TEST_CASE(the_manifest_can_lie_elsewhere) {
  request.manifest = "/data/images.json";
  settle();

  build();

  BOOST_TEST(files.text("/data/images.json").value().find("\"a.gif\"") != std::string::npos);
  BOOST_TEST(!files.exists("/out/pixmill-manifest.json"));
  BOOST_TEST(files.changes() == 0u);
}

BOOST_AUTO_TEST_CASE(lost_manifest_rows_are_made_again) {
  settle();
  const std::string before = manifest();
  trees.damage_details();
  files.erase("/out/pixmill-manifest.json");

  build();

  BOOST_TEST(manifest() == before);
}

BOOST_AUTO_TEST_CASE(a_lost_tree_state_costs_reading_but_no_writing) {
  settle();
  trees.forget_all();

  const Summary summary = build();

  BOOST_TEST(summary.counters.outputs_written == 0u);
  BOOST_TEST(files.count(Op::rename) == 0u);
}

BOOST_AUTO_TEST_CASE(stale_outputs_are_known_by_the_manifest_when_the_state_is_lost) {
  settle();
  trees.forget_all();
  results.forget_all();
  files.erase("/src/a.gif");

  build();

  BOOST_TEST(!files.exists("/out/a.gif"));
}

BOOST_AUTO_TEST_CASE(excluded_files_have_no_output_and_lose_the_one_they_had) {
  settle();
  request.excludes = {"deep/**"};

  build();

  BOOST_TEST(files.exists("/out/a.gif"));
  BOOST_TEST(!files.exists("/out/deep"));
}

BOOST_AUTO_TEST_CASE(a_dry_run_writes_nothing_at_all) {
  options.dry_run = true;

  const Summary summary = build();

  BOOST_TEST(summary.counters.misses == 2u);
  BOOST_TEST(files.changes() == 0u);
  BOOST_TEST(results.puts == 0u);
  BOOST_TEST(trees.saves == 0u);
  BOOST_TEST(!files.exists("/out"));
}

BOOST_AUTO_TEST_CASE(any_number_of_jobs_makes_the_same_tree) {
  for (int i = 0; i < 50; ++i) {
    files.put("/src/many/" + std::to_string(i) + ".gif", gif(std::to_string(i % 40)));
  }
  build();
  const auto alone = files.snapshot("/out");
  files.erase("/out");
  trees.forget_all();
  results.forget_all();
  options.jobs = 4;

  build();

  BOOST_TEST((files.snapshot("/out") == alone));
}

BOOST_AUTO_TEST_CASE(the_stop_flag_ends_a_build_and_the_next_one_completes_it) {
  std::atomic<bool> stop{true};
  options.stop = &stop;

  BOOST_TEST(build().interrupted);
  stop = false;
  const Summary summary = build();

  BOOST_TEST(!summary.interrupted);
  BOOST_TEST(files.exists("/out/a.gif"));
  BOOST_TEST(files.exists("/out/deep/b.gif"));
}

BOOST_AUTO_TEST_CASE(what_a_stopped_build_wrote_goes_when_its_source_went) {
  settle();
  std::atomic<bool> stop{false};
  options.stop = &stop;
  files.put("/src/a1.gif", gif("new"));
  files.put("/src/a2.gif", gif("newer"));
  remember_optimized(gif("new"), gif("n"));
  remember_optimized(gif("newer"), gif("w"));
  files.on_operation([&](const Operation& operation) {
    if (operation.op == Op::write) stop = true;
  });
  BOOST_TEST(build().interrupted);
  BOOST_TEST(files.exists("/out/a1.gif"));
  stop = false;
  files.on_operation({});
  files.erase("/src/a1.gif");
  files.erase("/src/a2.gif");

  build();

  BOOST_TEST(!files.exists("/out/a1.gif"));
  BOOST_TEST(!files.exists("/out/a2.gif"));
}

BOOST_AUTO_TEST_CASE(a_miss_whose_bytes_were_known_reads_its_source_once) {
  settle();
  results.forget_all();
  files.erase("/out");

  const Summary summary = build();

  BOOST_TEST(summary.counters.misses == 2u);
  BOOST_TEST(files.count(Op::read, "/src/a.gif") == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
