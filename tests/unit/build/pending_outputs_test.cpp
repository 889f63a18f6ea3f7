// Where little changed, the change is worked out while outputs are still being looked at. Whatever
// is found then, the output folder becomes what it would have become without.
#include "engine/build/pending_outputs.h"

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <thread>

#include "engine/build/output_folder.h"
#include "tests/support/build_world.h"

using namespace pixmill;
using namespace pixmill::test;

namespace {

/// A built tree, in which one source then changed.
struct OneChanged : World {
  explicit OneChanged(unsigned jobs = 2) {
    options.jobs = jobs;
    for (const char* name : {"a/1.gif", "a/2.gif", "b/1.gif", "b/2.gif", "c/1.gif"}) {
      files.put(std::string("/src/") + name, gif(name));
    }
    settle();
    files.put("/src/b/1.gif", gif("other"));
    files.advance(10 * k_second_ns);
  }

  std::size_t reads_of(const std::string& path) const { return files.count(Op::read, path); }
};

/// With one worker, which looks at outputs before it makes its plan.
std::map<std::string, std::string> output_made_in_turn(void (*damage)(World&)) {
  OneChanged world(1);
  damage(world);
  world.build();
  return world.files.snapshot("/out");
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_change_is_worked_out_while_outputs_are_looked_at) {
  OneChanged world;
  std::atomic<bool> is_read = false;
  world.files.on_operation([&](const Operation& operation) {
    if (operation.op == Op::read && operation.path == "/src/b/1.gif") is_read = true;
    if (operation.op != Op::stat || operation.path != "/out/c/1.gif") return;
    for (int i = 0; i < 2000 && !is_read; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    BOOST_TEST(is_read);
  });

  BOOST_TEST(world.build().counters.misses == 1u);

  BOOST_TEST(world.files.text("/out/b/1.gif").value() == gif("other"));
}

BOOST_AUTO_TEST_CASE(nothing_is_changed_in_place_before_every_output_was_looked_at) {
  for (const bool has_stale : {false, true}) {
    OneChanged world;
    if (has_stale) {  // in the way of what comes
      world.files.erase("/src/c");
      world.files.put("/src/c", gif("where a folder was"));
    }
    std::atomic<bool> was_looked_at = false;
    std::atomic<bool> was_too_early = false;
    world.files.on_operation([&](const Operation& operation) {
      if (operation.op == Op::stat && operation.path == "/out/a/2.gif") {
        std::this_thread::sleep_for(std::chrono::milliseconds(30));
        was_looked_at = true;
      }
      const bool is_aside = operation.path.find(k_temporary_folder) != std::string::npos;
      if (operation.op == Op::rename || (operation.op == Op::remove && !is_aside)) {
        was_too_early = was_too_early || !was_looked_at;
      }
    });

    world.build();

    BOOST_TEST(was_looked_at);
    BOOST_TEST(!was_too_early);
    BOOST_TEST(world.files.exists(has_stale ? "/out/c" : "/out/c/1.gif"));
  }
}

BOOST_AUTO_TEST_CASE(a_group_that_is_given_up_leaves_nothing) {
  MemoryFileSystem files;
  files.put("/out/a", "old");
  const auto folder = OutputFolder::open("/out", files).value();
  std::vector<StagedFile> group;
  for (const char* name : {"a", "new/b"}) {
    group.push_back(folder->stage(name, as_bytes("new")).value());
  }

  const auto ends = folder->publish(group, {}, [] { return false; });

  BOOST_TEST(!ends[0].has_value());
  BOOST_TEST(!ends[1].has_value());
  BOOST_TEST(files.text("/out/a").value() == "old");
  BOOST_TEST(!files.exists("/out/new"));
  BOOST_TEST(files.count(Op::rename) == 0u);
  BOOST_TEST(!files.exists("/out/.pixmill-tmp/0"));
}

BOOST_AUTO_TEST_CASE(an_output_that_is_not_right_is_mended_beside_the_change) {
  const auto damages = {
      +[](World& world) { world.files.erase("/out/a/1.gif"); },
      +[](World& world) { world.files.put("/out/c/1.gif", "another program's"); },
      +[](World& world) { world.files.erase("/out/b/1.gif"); },
      +[](World& world) { world.files.erase("/out/a"); },
      +[](World& world) {
        world.files.erase("/src/c");
        world.files.put("/src/c", gif("where a folder was"));
        world.files.erase("/out/a/1.gif");
      },
      +[](World& world) {
        world.files.touch("/src/b/2.gif", world.files.now_ns());
        world.files.put("/src/b/1.gif", gif("b/1.gif"));
        world.files.erase("/out/a/1.gif");
      },
  };
  for (const auto damage : damages) {
    OneChanged world;
    damage(world);

    const Summary summary = world.build();

    BOOST_TEST((world.files.snapshot("/out") == output_made_in_turn(damage)));
    BOOST_TEST(summary.failures.empty());
    BOOST_TEST(world.reporter.planned_to_do >= 1u);
  }
}

BOOST_AUTO_TEST_CASE(all_that_was_read_is_counted_where_the_plan_was_made_again) {
  OneChanged world;
  world.files.erase("/out/a/1.gif");
  world.files.clear_log();

  const Summary summary = world.build();

  BOOST_TEST(summary.counters.images_read ==
             world.reads_of("/src/b/1.gif") + world.reads_of("/src/a/1.gif"));
  BOOST_TEST(summary.counters.encodes == 1u);
  BOOST_TEST(summary.counters.outputs_written == 2u);
}

BOOST_AUTO_TEST_CASE(what_was_read_is_counted_too_where_nothing_was_worked_out) {
  const auto damages = {
      +[](World& world) { world.files.erase("/src/c/1.gif"); },  // something stale
      +[](World& world) {                                        // the date alone is another
        world.files.put("/src/b/1.gif", gif("b/1.gif"));
        world.files.advance(10 * k_second_ns);
      },
  };
  for (const auto damage : damages) {
    OneChanged world;
    damage(world);
    world.files.erase("/out/a/1.gif");
    world.files.clear_log();

    const Summary summary = world.build();

    const std::size_t reads = world.files.count(Op::read, "/src");
    BOOST_TEST(world.reads_of("/src/b/1.gif") == 2u);
    BOOST_TEST(summary.counters.images_read == reads);
    BOOST_TEST(summary.counters.images_hashed == reads);
  }
}

BOOST_AUTO_TEST_CASE(a_failure_is_told_once_where_the_plan_was_made_again) {
  OneChanged world;
  world.files.erase("/out/a/1.gif");
  world.files.fail_at(Op::read, "/src/b/1.gif");
  world.reporter.reports.clear();

  const Summary summary = world.build();

  BOOST_TEST(summary.failures.size() == 1u);
  const auto failed = std::count_if(
      world.reporter.reports.begin(), world.reporter.reports.end(), [](const ImageReport& report) {
        return report.status == ImageStatus::failed;
      });
  BOOST_TEST(failed == 1);
  BOOST_TEST(world.files.text("/out/a/1.gif").value() == gif("a/1.gif"));
}

BOOST_AUTO_TEST_CASE(a_kill_while_outputs_are_looked_at_harms_nothing) {
  for (const bool is_damaged : {false, true}) {
    const auto damage =
        is_damaged ? +[](World& world) { world.files.erase("/out/a/1.gif"); } : +[](World&) {};
    const auto expected = output_made_in_turn(damage);
    bool was_cut = true;
    for (std::uint64_t changes = 0; was_cut; ++changes) {
      BOOST_REQUIRE(changes < 1000);
      OneChanged world;
      damage(world);
      world.power.cut_after(changes);

      static_cast<void>(world.try_build());

      was_cut = world.power.is_cut();
      world.power.restore();
      const std::string at_kill = world.files.text("/out/b/1.gif").value();
      BOOST_TEST((at_kill == gif("b/1.gif") || at_kill == gif("other")));
      world.build();
      BOOST_TEST((world.files.snapshot("/out") == expected), "killed after " << changes);
    }
  }
}
