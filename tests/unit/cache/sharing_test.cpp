// Many processes on one cache: whatever a process sees is right, and nothing is ever a failure.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <csignal>
#include <memory>
#include <random>
#include <thread>

#include "cache/folder_lock.h"
#include "cache/maintenance.h"
#include "cache_fixture.h"
#include "tests/support/child_process.h"

using namespace pixmill;
using namespace pixmill::test;
using cache::Maintenance;
using cache::SqliteStore;

namespace {

using Clock = std::chrono::steady_clock;

std::size_t size_of_output(unsigned number) {
  return number % 4 == 0 ? k_large : 200 + number % 9'000;
}

struct Shared : CacheFixture {
  /// Opens, asks and keeps like so many builds, until the time is over. False if anything was told.
  bool build_until(Clock::time_point end, unsigned seed) {
    std::minstd_rand random(seed);
    while (Clock::now() < end) {
      SqliteStore store(options());
      for (int i = 0; i < 8; ++i) {
        const auto number = static_cast<unsigned>(random() % 200);
        const std::string name = std::to_string(number);
        if (serves(store, name, size_of_output(number))) continue;
        keep(store, name, size_of_output(number));
      }
      store.save_tree(tree_of(std::to_string(seed)), {"h", {{"a", "b"}}, {}, {}, {}});
      if (!store.load_tree(tree_of(std::to_string(seed)))) return false;
    }
    return warnings.empty();
  }

  bool maintain_until(Clock::time_point end) {
    while (Clock::now() < end) {
      Maintenance maintenance(options());
      if (!maintenance.collect({.max_size_bytes = 1'000'000})) return false;
      const auto verified = maintenance.verify();
      if (!verified || verified->damaged_rows + verified->damaged_blobs > 0) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return warnings.empty();
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(sharing, Shared)

BOOST_AUTO_TEST_CASE(processes_that_start_at_once_all_get_a_working_cache) {
  std::vector<pid_t> children;
  children.reserve(8);
  for (int i = 0; i < 8; ++i) {
    children.push_back(start_child([&, i] {
      SqliteStore store(options());
      keep(store, std::to_string(i), k_small);
      return store.can_write() && serves(store, std::to_string(i), k_small) && warnings.empty();
    }));
  }
  for (const pid_t child : children) BOOST_TEST(wait_for_child(child));

  SqliteStore store(options());
  for (int i = 0; i < 8; ++i) BOOST_TEST(serves(store, std::to_string(i), k_small));
}

BOOST_AUTO_TEST_CASE(builds_and_collections_at_once_see_nothing_wrong) {
  const auto end = Clock::now() + std::chrono::seconds(4);
  std::vector<pid_t> children;
  children.reserve(7);
  for (unsigned seed = 0; seed < 6; ++seed) {
    children.push_back(start_child([&, seed] { return build_until(end, seed); }));
  }
  children.push_back(start_child([&] { return maintain_until(end); }));

  for (const pid_t child : children) BOOST_TEST(wait_for_child(child));

  BOOST_TEST(Maintenance(options()).verify()->damaged_rows == 0U);
}

BOOST_AUTO_TEST_CASE(trees_that_are_new_while_the_cache_is_verified_stay) {
  const auto end = Clock::now() + std::chrono::seconds(1);
  const pid_t child = start_child([&] {
    SqliteStore store(options());
    Maintenance maintenance(options());
    bool all_stay = true;
    for (int i = 0; all_stay && Clock::now() < end; ++i) {
      if (i % 4 == 0 && !maintenance.clear()) return false;  // few trees are soon verified
      const TreeId tree = tree_of(std::to_string(i));
      store.save_tree(tree, {"h", {{"a", "b"}}, {}, {}, {}});
      all_stay = store.load_tree(tree).has_value();
    }
    return all_stay && warnings.empty();
  });
  Maintenance maintenance(options());
  while (Clock::now() < end) BOOST_TEST_REQUIRE(maintenance.verify()->is_sound());

  BOOST_TEST(wait_for_child(child));
}

BOOST_AUTO_TEST_CASE(whoever_only_reads_is_not_disturbed_by_who_writes) {
  const auto end = Clock::now() + std::chrono::seconds(1);
  {
    SqliteStore store(options());
    keep(store, "always", k_small);
  }
  std::vector<pid_t> children;
  for (unsigned seed = 0; seed < 2; ++seed) {
    children.push_back(start_child([&, seed] { return build_until(end, seed); }));
  }

  while (Clock::now() < end) {
    cache::StoreOptions read_only = options();
    read_only.access = cache::Access::read_only;
    SqliteStore store(read_only);
    for (int i = 0; i < 20; ++i) BOOST_TEST_REQUIRE(serves(store, "always", k_small));
  }

  for (const pid_t child : children) BOOST_TEST(wait_for_child(child));
  BOOST_TEST(warnings.empty());
}

BOOST_AUTO_TEST_CASE(a_collection_beside_a_build_keeps_hold_of_the_cache) {
  auto build = std::make_unique<SqliteStore>(options());
  keep(*build, "a", k_small);
  Maintenance maintenance(options());

  BOOST_TEST(maintenance.collect({}).has_value());

  build.reset();
  BOOST_TEST(!cache::FolderLock(folder).try_lock_exclusive());
}

BOOST_AUTO_TEST_CASE(processes_killed_at_any_moment_leave_a_cache_that_serves_nothing_wrong) {
  std::minstd_rand random(7);
  for (int round = 0; round < 40; ++round) {
    const pid_t child =
        start_child([&] { return build_until(Clock::now() + std::chrono::minutes(1), 1); });
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 60'000));
    ::kill(child, SIGKILL);
    wait_for_child(child);

    SqliteStore store(options());
    BOOST_REQUIRE(store.can_write());
    for (unsigned number = 0; number < 200; ++number) {
      serves(store, std::to_string(number), size_of_output(number));
    }
  }
  const auto verified = Maintenance(options()).verify();
  BOOST_TEST(verified->is_sound());
  BOOST_TEST(warnings.empty());
}

BOOST_AUTO_TEST_CASE(an_index_that_another_process_has_open_is_not_replaced) {
  {
    SqliteStore store(options());
    keep(store, "a", k_small);
  }
  Bytes damaged = read_bytes(cache::index_path(folder));
  SqliteStore other(options());
  std::fill(damaged.begin() + 100, damaged.end(), std::uint8_t{0});
  write_bytes(cache::index_path(folder), damaged);

  SqliteStore store(options());

  BOOST_TEST(!serves(store, "a", k_small));
  BOOST_TEST(!store.can_read());
  BOOST_TEST(warnings.size() == 1U);
  BOOST_TEST((read_bytes(cache::index_path(folder)) == damaged));
}

BOOST_AUTO_TEST_SUITE_END()
