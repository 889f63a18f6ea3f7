// A cache with a limit keeps within it by itself, and looks closely only when it may be over.
#include <boost/test/unit_test.hpp>

#include "cache/maintenance.h"
#include "cache_fixture.h"

using namespace pixmill;
using namespace pixmill::test;
using cache::Maintenance;
using cache::SqliteStore;

namespace {

constexpr std::uint64_t k_limit = 1'000'000;

struct Limited : CacheFixture {
  cache::StoreOptions limited() {
    auto chosen = options();
    chosen.max_size_bytes = k_limit;
    return chosen;
  }
  /// One process after the other, an hour apart, each adding one large and one small result.
  void add(int from, int to, const cache::StoreOptions& how) {
    for (int i = from; i < to; ++i) {
      now_s += 3600;
      SqliteStore store(how);
      keep(store, "large " + std::to_string(i), k_large);
      keep(store, "small " + std::to_string(i), k_small);
    }
  }
  std::uint64_t size() { return Maintenance(options()).stats()->size_bytes(); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(size_limit, Limited)

BOOST_AUTO_TEST_CASE(what_was_least_recently_used_goes_when_the_limit_is_passed) {
  add(0, 30, limited());

  BOOST_TEST(size() <= k_limit);
  BOOST_TEST(size() > k_limit / 2);
  SqliteStore store(options());
  BOOST_TEST(serves(store, "large 29", k_large));
  BOOST_TEST(!serves(store, "large 0", k_large));
  BOOST_TEST(warnings.empty());
}

BOOST_AUTO_TEST_CASE(without_a_limit_nothing_goes) {
  add(0, 30, options());

  BOOST_TEST(size() > 2 * k_limit);
  BOOST_TEST(serves(*std::make_unique<SqliteStore>(options()), "large 0", k_large));
}

BOOST_AUTO_TEST_CASE(a_cache_that_grew_without_a_limit_is_made_smaller_by_the_next_that_adds) {
  add(0, 30, options());

  { serves(*std::make_unique<SqliteStore>(limited()), "large 0", k_large); }
  BOOST_TEST(size() > k_limit);
  add(30, 31, limited());

  BOOST_TEST(size() <= k_limit);
  BOOST_TEST(serves(*std::make_unique<SqliteStore>(options()), "large 30", k_large));
}

BOOST_AUTO_TEST_CASE(a_cache_of_whose_size_nothing_is_recorded_is_measured) {
  add(0, 30, options());
  {
    cache::Database database(cache::index_path(folder), cache::OpenMode::read_write);
    database.run("DROP TABLE recorded_size");
    BOOST_TEST_REQUIRE(database.fault() == SQLITE_OK);
  }

  add(30, 31, limited());

  BOOST_TEST(size() <= k_limit);
  BOOST_TEST(warnings.empty());
}

BOOST_AUTO_TEST_CASE(well_below_the_limit_no_blob_is_looked_at) {
  add(0, 2, limited());
  // Counted if the folder were walked, and then the cache would be far too large.
  std::filesystem::create_directories(folder / "blobs" / "00");
  const auto unseen = folder / "blobs" / "00" / std::string(30, '0');
  write_bytes(unseen, Bytes(2 * k_limit));

  add(2, 4, limited());

  BOOST_TEST(std::filesystem::exists(unseen));
}

BOOST_AUTO_TEST_CASE(a_limit_that_the_newest_result_alone_passes_fails_nothing) {
  auto tiny = options();
  tiny.max_size_bytes = 1;
  {
    SqliteStore store(tiny);
    keep(store, "large", k_large);
    BOOST_TEST(serves(store, "large", k_large));
  }

  BOOST_TEST(!serves(*std::make_unique<SqliteStore>(tiny), "large", k_large));
  BOOST_TEST(warnings.empty());
}

BOOST_AUTO_TEST_SUITE_END()
