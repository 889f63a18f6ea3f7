// Results asked for by the hundred: what a build asks for whose output folder is empty.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <thread>

#include "cache/database.h"
#include "cache_fixture.h"

using namespace pixmill;
using namespace pixmill::test;
using cache::Database;
using cache::OpenMode;
using cache::SqliteStore;

namespace {

struct Hundred : CacheFixture {
  static constexpr unsigned k_count = 100;
  SqliteStore store{options()};
  std::vector<ActionKey> keys;

  Hundred() {
    for (unsigned i = 0; i < k_count; ++i) {
      keep(store, std::to_string(i), size_of(i));
      keys.push_back(key_of(std::to_string(i)));
    }
  }

  static std::size_t size_of(unsigned number) { return number % 4 == 0 ? k_large : 200 + number; }
  static BlobRef blob_of(unsigned number) {
    const Bytes bytes = output_of(std::to_string(number), size_of(number));
    return {content_hash(bytes), bytes.size()};
  }

  /// How many of all outputs a reader of its own gives right, beginning with one and going round.
  unsigned count_right(unsigned first) {
    const auto reader = store.blob_reader();
    unsigned right = 0;
    for (unsigned i = 0; i < k_count; ++i) {
      const unsigned number = (first + i) % k_count;
      reader->load(blob_of(number), [&](ByteView bytes) {
        const Bytes wanted = output_of(std::to_string(number), size_of(number));
        if (std::ranges::equal(bytes, wanted)) ++right;
      });
    }
    return right;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(many_at_once, Hundred)

BOOST_AUTO_TEST_CASE(finds_many_in_the_order_they_were_asked_for) {
  keys.insert(keys.begin() + 1, key_of("unknown"));

  const auto found = store.find_all(keys);

  BOOST_TEST_REQUIRE(found.size() == keys.size());
  BOOST_TEST(!found[1].has_value());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i == 1) continue;
    const std::string name = std::to_string(i == 0 ? 0 : i - 1);
    BOOST_REQUIRE(found[i].has_value());
    BOOST_TEST(found[i]->record == "record of " + name);
  }
}

BOOST_AUTO_TEST_CASE(a_damaged_row_among_many_is_a_miss_and_goes) {
  {
    Database database(cache::index_path(folder), OpenMode::read_write);
    database.run("UPDATE results SET record = x'00' WHERE blob_size = 201");
  }

  const auto found = store.find_all(keys);

  for (unsigned i = 0; i < k_count; ++i) BOOST_TEST(found[i].has_value() == (i != 1));
  BOOST_TEST(warnings.size() == 1U);
  Database database(cache::index_path(folder), OpenMode::read_only);
  BOOST_TEST(!database.statement("SELECT 1 FROM results WHERE blob_size = 201").step());
}

BOOST_AUTO_TEST_CASE(readers_on_many_threads_give_the_right_bytes) {
  std::atomic<unsigned> right{0};
  {
    std::vector<std::jthread> threads;
    for (unsigned thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&, thread] { right += count_right(25 * thread); });
    }
  }

  BOOST_TEST(right == 4 * k_count);
  BOOST_TEST(warnings.empty());
}

BOOST_AUTO_TEST_CASE(a_reader_serves_no_damaged_blob_and_leaves_it_to_the_store) {
  {
    Database database(cache::index_path(folder), OpenMode::read_write);
    database.run("UPDATE blobs SET bytes = zeroblob(201) WHERE length(bytes) = 201");
  }
  const auto file = cache::BlobFiles(folder).path_of(blob_of(4).hash);
  write_bytes(file, Bytes(k_large));
  {
    const auto reader = store.blob_reader();
    unsigned served = 0;
    const auto count = [&](ByteView) { ++served; };
    BOOST_TEST(!reader->load(blob_of(1), count));
    BOOST_TEST(!reader->load(blob_of(4), count));
    BOOST_TEST(served == 0U);
    BOOST_TEST(reader->load(blob_of(2), count));
    BOOST_TEST(served == 1U);
  }
  BOOST_TEST(warnings.empty());
  BOOST_TEST(std::filesystem::exists(file));

  BOOST_TEST(!store.load(blob_of(1)).has_value());
  BOOST_TEST(!store.load(blob_of(4)).has_value());

  BOOST_TEST(warnings.size() == 1U);
  BOOST_TEST(!std::filesystem::exists(file));
}

BOOST_AUTO_TEST_CASE(what_was_found_together_counts_as_used) {
  now_s += std::int64_t{100} * 3600;
  {
    SqliteStore later(options());
    BOOST_TEST(later.find_all(keys).size() == keys.size());
  }

  Database database(cache::index_path(folder), OpenMode::read_only);
  auto query = database.statement("SELECT count(*), min(last_use) FROM results");
  BOOST_TEST_REQUIRE(query.step());
  BOOST_TEST(query.number(0) == k_count);
  BOOST_TEST(query.number(1) == now_s / 3600);
}

BOOST_AUTO_TEST_SUITE_END()
