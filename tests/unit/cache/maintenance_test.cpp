#include "cache/maintenance.h"

#include <boost/test/unit_test.hpp>

#include "cache_fixture.h"

using namespace pixmill;
using namespace pixmill::test;
using cache::Maintenance;
using cache::SqliteStore;

namespace {

constexpr std::int64_t k_day_s = 86'400;

struct Filled : CacheFixture {
  /// `count` results of either size, named by number.
  void fill(int count) {
    SqliteStore store(options());
    for (int i = 0; i < count; ++i) {
      keep(store, "small " + std::to_string(i), 20'000);
      keep(store, "large " + std::to_string(i), k_large);
    }
  }

  std::uint64_t size_on_disk() const {
    std::uint64_t size = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
      if (file.is_regular_file()) size += file.file_size();
    }
    return size;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(maintenance, Filled)

BOOST_AUTO_TEST_CASE(stats_count_what_is_there) {
  fill(3);

  const auto stats = Maintenance(options()).stats();

  BOOST_TEST_REQUIRE(stats.has_value());
  BOOST_TEST(stats->results == 6U);
  BOOST_TEST(stats->inline_blobs == 3U);
  BOOST_TEST(stats->inline_bytes == 60'000U);
  BOOST_TEST(stats->blob_files == 3U);
  BOOST_TEST(stats->size_bytes() == size_on_disk());
}

BOOST_AUTO_TEST_CASE(stats_tell_hits_and_misses_of_processes_that_wrote) {
  fill(1);
  {
    SqliteStore store(options());
    serves(store, "small 0", 20'000);
    serves(store, "unknown", 1);
    keep(store, "unknown", 1);
  }

  const auto stats = Maintenance(options()).stats();

  BOOST_TEST(stats->sessions.hits == 1);
  BOOST_TEST(stats->sessions.misses == 1);
}

BOOST_AUTO_TEST_CASE(collecting_to_a_size_makes_the_files_really_smaller) {
  fill(20);
  constexpr std::uint64_t k_limit = 600'000;
  BOOST_TEST_REQUIRE(size_on_disk() > 2 * k_limit);

  const auto report = Maintenance(options()).collect({.max_size_bytes = k_limit});

  BOOST_TEST_REQUIRE(report.has_value());
  BOOST_TEST(size_on_disk() <= k_limit);
  BOOST_TEST(report->size_after_bytes == size_on_disk());
  BOOST_TEST(report->results_kept > 2U);
  BOOST_TEST(report->results_kept + report->results_removed == 40U);
}

BOOST_AUTO_TEST_CASE(what_was_used_lately_stays) {
  fill(4);
  now_s += 3 * k_day_s;
  { BOOST_TEST(serves(*std::make_unique<SqliteStore>(options()), "large 2", k_large)); }

  const auto report = Maintenance(options()).collect({.unused_for_days = 2});

  BOOST_TEST(report->results_removed == 7U);
  SqliteStore store(options());
  BOOST_TEST(serves(store, "large 2", k_large));
  BOOST_TEST(!serves(store, "large 1", k_large));
}

BOOST_AUTO_TEST_CASE(a_build_with_nothing_to_do_still_counts_as_use_of_its_results) {
  fill(2);
  {
    SqliteStore store(options());
    store.save_tree(tree_of("t"), {"h", {}, {}, {{"", {key_of("small 1")}}}, {}});
  }
  now_s += 3 * k_day_s;
  { SqliteStore(options()).load_tree(tree_of("t")); }

  const auto report = Maintenance(options()).collect({.unused_for_days = 2});

  BOOST_TEST(report->results_kept == 1U);
  SqliteStore store(options());
  BOOST_TEST(serves(store, "small 1", 20'000));
}

BOOST_AUTO_TEST_CASE(keep_last_build_keeps_the_results_of_each_tree_only) {
  fill(3);
  {
    SqliteStore store(options());
    store.save_tree(tree_of("a"), {"h", {}, {}, {{"", {key_of("small 0")}}}, {}});
    store.save_tree(tree_of("a"), {"h", {}, {}, {{"", {key_of("small 1")}}}, {}});
    store.save_tree(tree_of("b"), {"h", {}, {}, {{"x", {key_of("large 2")}}}, {}});
  }

  const auto report = Maintenance(options()).collect({.keep_last_build = true});

  BOOST_TEST(report->results_kept == 2U);
  SqliteStore store(options());
  BOOST_TEST(serves(store, "small 1", 20'000));
  BOOST_TEST(serves(store, "large 2", k_large));
}

BOOST_AUTO_TEST_CASE(preview_changes_nothing) {
  fill(2);
  const Bytes before = read_bytes(cache::index_path(folder));

  const std::vector<cache::EvictionPolicy> policies{{.max_size_bytes = 0}, {.unused_for_days = 1}};
  const auto reports = Maintenance(options()).preview(policies);

  BOOST_TEST_REQUIRE(reports->size() == 2U);
  BOOST_TEST(reports->front().results_removed == 4U);
  BOOST_TEST(reports->back().results_removed == 0U);
  BOOST_TEST(reports->back().size_after_bytes == size_on_disk());
  BOOST_TEST((read_bytes(cache::index_path(folder)) == before));
}

BOOST_AUTO_TEST_CASE(clear_forgets_everything_and_leaves_a_cache_that_works) {
  fill(3);

  BOOST_TEST(Maintenance(options()).clear().has_value());

  BOOST_TEST(size_on_disk() < 100'000U);
  SqliteStore store(options());
  BOOST_TEST(!serves(store, "small 0", 20'000));
  keep(store, "new", k_large);
  BOOST_TEST(serves(store, "new", k_large));
}

BOOST_AUTO_TEST_CASE(a_sound_cache_verifies) {
  fill(3);
  { SqliteStore(options()).save_tree(tree_of("t"), {"h", {{"a", "1"}}, {}, {}, {}}); }

  const auto report = Maintenance(options()).verify();

  BOOST_TEST_REQUIRE(report.has_value());
  BOOST_TEST(report->is_sound());
  BOOST_TEST(report->results == 6U);
  BOOST_TEST(report->blobs == 6U);
}

BOOST_AUTO_TEST_CASE(verify_finds_each_kind_of_damage_and_a_second_run_finds_none) {
  fill(3);
  { SqliteStore(options()).save_tree(tree_of("t"), {"h", {{"a", "1"}}, {}, {}, {}}); }
  const cache::BlobFiles blobs(folder);
  write_bytes(blobs.path_of(content_hash(output_of("large 0", k_large))), as_bytes("short"));
  blobs.remove(content_hash(output_of("large 1", k_large)));
  {
    cache::Database database(cache::index_path(folder), cache::OpenMode::read_write);
    database.run("UPDATE blobs SET bytes = x'00' WHERE id = (SELECT min(id) FROM blobs)");
    database.run("UPDATE results SET record = x'00' WHERE blob_size = 20000");
    database.run("UPDATE tree_records SET record = x'00'");
    BOOST_TEST_REQUIRE(database.fault() == SQLITE_OK);
  }

  const auto found = Maintenance(options()).verify();
  const auto again = Maintenance(options()).verify();

  BOOST_TEST(found->damaged_blobs == 2U);
  BOOST_TEST(found->missing_blobs == 2U);
  BOOST_TEST(found->damaged_rows == 4U);
  BOOST_TEST(again->is_sound());
  BOOST_TEST(again->results == 1U);
}

BOOST_AUTO_TEST_CASE(what_processes_left_behind_is_swept_when_nobody_else_is_there) {
  fill(1);
  std::filesystem::create_directories(folder / "tmp");
  write_bytes(folder / "tmp" / "99-1", as_bytes("half a blob"));

  {
    SqliteStore other(options());
    BOOST_TEST(Maintenance(options()).collect({}).has_value());
    BOOST_TEST(std::filesystem::exists(folder / "tmp" / "99-1"));
  }
  BOOST_TEST(Maintenance(options()).collect({}).has_value());

  BOOST_TEST(!std::filesystem::exists(folder / "tmp" / "99-1"));
}

BOOST_AUTO_TEST_SUITE_END()
