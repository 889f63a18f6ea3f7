#include "cache/sqlite_store.h"

#include <boost/test/unit_test.hpp>

#include "cache_fixture.h"

using namespace pixmill;
using namespace pixmill::test;
using cache::SqliteStore;

BOOST_FIXTURE_TEST_SUITE(sqlite_store, CacheFixture)

BOOST_AUTO_TEST_CASE(serves_what_was_put_in_a_later_process_too) {
  {
    SqliteStore store(options());
    keep(store, "small", k_small);
    keep(store, "large", k_large);
    BOOST_TEST(serves(store, "small", k_small));
  }

  SqliteStore again(options());

  BOOST_TEST(serves(again, "small", k_small));
  BOOST_TEST(serves(again, "large", k_large));
  BOOST_TEST(warnings.empty());
}

BOOST_AUTO_TEST_CASE(misses_what_was_never_put) {
  SqliteStore store(options());

  BOOST_TEST(!store.find(key_of("unknown")).has_value());
  BOOST_TEST(!store.load({content_hash(as_bytes("unknown")), 7}).has_value());
}

BOOST_AUTO_TEST_CASE(keeps_a_result_without_output_and_an_empty_output_apart) {
  const std::vector<NewResult> results{
      {.key = key_of("kept"), .result = {.record = "kept", .output = {}}, .bytes = {}},
      {.key = key_of("empty"),
       .result = {.record = "", .output = BlobRef{content_hash({}), 0}},
       .bytes = {}}};
  SqliteStore store(options());

  store.put(results);

  BOOST_TEST(!store.find(key_of("kept"))->output.has_value());
  const auto empty = store.find(key_of("empty"));
  BOOST_TEST_REQUIRE(empty->output.has_value());
  BOOST_TEST(store.load(*empty->output)->empty());
}

BOOST_AUTO_TEST_CASE(replaces_the_result_under_a_key) {
  SqliteStore store(options());
  store.put(std::vector<NewResult>{
      {.key = key_of("a"), .result = {.record = "old", .output = {}}, .bytes = {}}});

  store.put(std::vector<NewResult>{
      {.key = key_of("a"), .result = {.record = "new", .output = {}}, .bytes = {}}});

  BOOST_TEST(store.find(key_of("a"))->record == "new");
}

BOOST_AUTO_TEST_CASE(equal_outputs_of_two_keys_are_one_file) {
  const Bytes bytes = output_of("shared", k_large);
  const StoredResult result{.record = "r", .output = BlobRef{content_hash(bytes), bytes.size()}};
  SqliteStore store(options());

  store.put(std::vector<NewResult>{{key_of("a"), result, bytes}, {key_of("b"), result, bytes}});

  BOOST_TEST((store.load(*store.find(key_of("b"))->output) == bytes));
  int files = 0;
  cache::BlobFiles(folder).for_each([&](const ContentHash&, std::uint64_t) { ++files; });
  BOOST_TEST(files == 1);
  BOOST_TEST(std::filesystem::is_empty(folder / "tmp"));
}

BOOST_AUTO_TEST_CASE(serves_the_same_hits_after_it_was_moved) {
  {
    SqliteStore store(options());
    keep(store, "small", k_small);
    keep(store, "large", k_large);
  }

  const auto moved = temp / "elsewhere #1?%";
  std::filesystem::copy(folder, moved, std::filesystem::copy_options::recursive);
  std::filesystem::remove_all(folder);
  folder = moved;
  SqliteStore store(options());

  BOOST_TEST(serves(store, "small", k_small));
  BOOST_TEST(serves(store, "large", k_large));
}

BOOST_AUTO_TEST_CASE(two_stores_on_one_folder_see_each_others_results) {
  SqliteStore first(options());
  SqliteStore second(options());

  keep(first, "from first", k_small);
  keep(second, "from second", k_large);

  BOOST_TEST(serves(second, "from first", k_small));
  BOOST_TEST(serves(first, "from second", k_large));
}

BOOST_AUTO_TEST_CASE(a_hit_within_the_hour_writes_nothing) {
  {
    SqliteStore store(options());
    keep(store, "a", k_small);
  }
  const Bytes before = read_bytes(cache::index_path(folder));

  { BOOST_TEST(serves(*std::make_unique<SqliteStore>(options()), "a", k_small)); }

  BOOST_TEST((read_bytes(cache::index_path(folder)) == before));
}

BOOST_AUTO_TEST_CASE(serves_on_whatever_the_clock_says) {
  {
    SqliteStore store(options());
    keep(store, "a", k_small);
  }

  for (const std::int64_t time : {std::int64_t{0}, std::int64_t{-5'000'000}, now_s * 3}) {
    now_s = time;
    SqliteStore store(options());
    BOOST_TEST(serves(store, "a", k_small));
  }
  BOOST_TEST(warnings.empty());
}

BOOST_AUTO_TEST_SUITE_END()
