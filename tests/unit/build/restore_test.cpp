// An empty output folder and everything in the cache: outputs are restored on many threads.
#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>

#include "tests/support/build_world.h"

using namespace pixmill;
using namespace pixmill::test;

namespace {

struct Restored : World {
  static constexpr std::size_t k_count = 60;

  Restored() {
    options.jobs = 4;
    for (std::size_t i = 0; i < k_count; ++i) {
      files.put("/src/" + name(i), source(i));
      if (i % 3 != 0) remember_optimized(source(i), output(i));
    }
    files.advance(10 * k_second_ns);
    build();  // what the cache does not know is kept as it is, and known from now on
    files.erase("/out");
    trees.forget_all();
    files.clear_log();
    results.loads = 0;
  }

  static std::string name(std::size_t i) {
    return (i % 2 == 0 ? "even/" : "odd/") + std::to_string(i) + ".gif";
  }
  static std::string source(std::size_t i) { return gif("source " + std::to_string(i)); }
  static std::string output(std::size_t i) { return gif(std::to_string(i)); }
  static std::string expected(std::size_t i) { return i % 3 == 0 ? source(i) : output(i); }

  void check_outputs() const {
    for (std::size_t i = 0; i < k_count; ++i) {
      BOOST_TEST(files.text("/out/" + name(i)).value_or("nothing") == expected(i));
    }
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(restore, Restored)

BOOST_AUTO_TEST_CASE(every_output_comes_back_and_each_blob_is_loaded_once) {
  const Summary summary = build();

  check_outputs();
  BOOST_TEST(summary.counters.hits == k_count);
  BOOST_TEST(summary.counters.outputs_written == k_count);
  BOOST_TEST(summary.counters.encodes == 0U);
  BOOST_TEST(results.loads == 40U);
  BOOST_TEST(!files.exists("/out/.pixmill-tmp"));
}

BOOST_AUTO_TEST_CASE(outputs_are_synced_before_the_first_of_them_is_in_place) {
  build();

  const auto log = files.log();
  const auto is = [](Op op) { return [op](const Operation& one) { return one.op == op; }; };
  const auto writes_output = [](const Operation& one) {
    return one.op == Op::write && one.path.ends_with(".gif");
  };
  const auto first = std::find_if(log.begin(), log.end(), is(Op::sync));
  const auto last = std::find_if(log.rbegin(), log.rend(), is(Op::sync)).base();
  BOOST_TEST(std::count_if(log.begin(), first, writes_output) == std::ptrdiff_t{k_count});
  BOOST_TEST(std::count_if(log.begin(), last, is(Op::rename)) == 0);
  BOOST_TEST(std::count_if(last, log.end(), is(Op::rename)) == 3);  // two folders, the manifest
  BOOST_TEST(files.count(Op::sync) == 2U);
}

BOOST_AUTO_TEST_CASE(folders_that_are_not_there_come_into_place_whole) {
  build();

  std::vector<std::string> renamed;
  for (const Operation& operation : files.log()) {
    if (operation.op == Op::rename) renamed.push_back(operation.to);
  }
  const std::vector<std::string> expected{"/out/even", "/out/odd", "/out/pixmill-manifest.json"};
  BOOST_TEST(renamed == expected, boost::test_tools::per_element());
  check_outputs();
}

BOOST_AUTO_TEST_CASE(what_came_with_its_folder_is_known_to_the_next_build) {
  build();
  files.clear_log();

  const Summary summary = build();

  BOOST_TEST(summary.counters.unchanged == k_count);
  BOOST_TEST(files.count(Op::read) == 0U);
}

BOOST_AUTO_TEST_CASE(a_change_right_after_a_folder_came_is_seen) {
  build();
  files.put("/out/even/2.gif", std::string(output(2).size(), 'x'));

  build();

  check_outputs();
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_there_keeps_what_lies_in_it) {
  files.put("/out/even/note.txt", "a person's");

  build();

  check_outputs();
  BOOST_TEST(files.text("/out/even/note.txt").value() == "a person's");
}

BOOST_AUTO_TEST_CASE(a_folder_that_somebody_makes_meanwhile_keeps_what_lies_in_it) {
  files.on_operation([&](const Operation& operation) {
    if (operation.op == Op::sync && !files.exists("/out/even")) {
      files.put("/out/even/note.txt", "a person's");
    }
  });

  const Summary summary = build();

  check_outputs();
  BOOST_TEST(summary.failures.empty());
  BOOST_TEST(files.text("/out/even/note.txt").value() == "a person's");
  BOOST_TEST(!files.exists("/out/.pixmill-tmp"));
}

BOOST_AUTO_TEST_CASE(a_link_under_a_folder_s_name_is_not_written_through) {
  files.make("/elsewhere");
  files.link("/out/even", "/elsewhere");

  const Summary summary = build();

  BOOST_TEST(summary.failures.size() == k_count / 2);
  BOOST_TEST(files.snapshot("/elsewhere").size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_folder_that_a_killed_build_left_is_swept) {
  files.put("/out/.pixmill-tmp/7/deep/1.gif", "half");

  build();

  check_outputs();
  BOOST_TEST(!files.exists("/out/.pixmill-tmp"));
}

BOOST_AUTO_TEST_CASE(a_folder_of_outputs_beyond_one_group_is_filled_up) {
  for (std::size_t i = 0; i < 2100; ++i) {
    files.put("/src/large/" + std::to_string(i) + ".gif", source(k_count + i));
  }
  files.advance(10 * k_second_ns);
  build();
  files.erase("/out");
  trees.forget_all();

  const Summary summary = build();

  BOOST_TEST(summary.counters.outputs_written == k_count + 2100);
  BOOST_TEST(files.text("/out/large/2099.gif").value() == source(k_count + 2099));
  BOOST_TEST(!files.exists("/out/.pixmill-tmp"));
}

BOOST_AUTO_TEST_CASE(blobs_that_cannot_be_had_are_made_again) {
  results.damage_blobs();

  const Summary summary = build();

  BOOST_TEST(summary.failures.empty());
  BOOST_TEST(summary.counters.misses == 40U);
  for (std::size_t i = 0; i < k_count; ++i) {
    BOOST_TEST(files.text("/out/" + name(i)).value_or("nothing") == source(i));
  }
}

BOOST_AUTO_TEST_CASE(an_output_that_cannot_be_written_fails_by_name_and_the_others_are_there) {
  files.fail_nth(Op::write, 30);

  const Summary summary = build();

  BOOST_TEST_REQUIRE(summary.failures.size() == 1U);
  std::size_t there = 0;
  for (std::size_t i = 0; i < k_count; ++i) there += files.exists("/out/" + name(i)) ? 1U : 0U;
  BOOST_TEST(there == k_count - 1);
  BOOST_TEST(!files.exists("/out/" + summary.failures[0].source));
  BOOST_TEST(!files.exists("/out/.pixmill-tmp"));
}

BOOST_AUTO_TEST_CASE(a_build_that_is_stopped_leaves_no_temporary_files) {
  std::atomic<bool> stop{false};
  std::atomic<unsigned> writes{0};
  options.stop = &stop;
  files.on_operation([&](const Operation& operation) {
    if (operation.op == Op::write && ++writes == 20) stop = true;
  });

  BOOST_TEST(build().interrupted);

  BOOST_TEST(!files.exists("/out/.pixmill-tmp"));
  stop = false;
  build();
  check_outputs();
}

BOOST_AUTO_TEST_CASE(the_manifest_is_the_same_for_any_number_of_jobs) {
  build();
  const std::string manifest_of_four = manifest();
  files.erase("/out");
  trees.forget_all();
  options.jobs = 1;

  build();

  BOOST_TEST(manifest() == manifest_of_four);
}

BOOST_AUTO_TEST_SUITE_END()
