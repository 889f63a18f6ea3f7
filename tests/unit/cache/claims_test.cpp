// Claims on results, between real processes.
#include <boost/test/unit_test.hpp>
#include <csignal>

#include "cache_fixture.h"
#include "tests/support/child_process.h"

using namespace pixmill;
using namespace pixmill::test;
using cache::SqliteStore;

namespace {

struct Claiming : CacheFixture {
  /// A child that claims the key, says so, and lives until it is told otherwise.
  struct Other {
    pid_t process = 0;
    int go_on = -1;
  };

  Other claim_in_child(std::string_view name, const std::function<void(SqliteStore&)>& then) {
    int ready[2];
    int wait[2];
    BOOST_TEST_REQUIRE(::pipe(ready) == 0);
    BOOST_TEST_REQUIRE(::pipe(wait) == 0);
    Other other;
    other.process = start_child([&] {
      ::close(wait[1]);
      SqliteStore store(options());
      const bool is_ours = store.claim(key_of(name)) == Claim::ours;
      char byte = 0;
      if (::write(ready[1], &byte, 1) != 1) return false;
      while (::read(wait[0], &byte, 1) > 0) {
      }
      then(store);
      return is_ours;
    });
    char byte = 0;
    BOOST_TEST_REQUIRE(::read(ready[0], &byte, 1) == 1);
    for (const int end : {ready[0], ready[1], wait[0]}) ::close(end);
    other.go_on = wait[1];
    return other;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(claims, Claiming)

BOOST_AUTO_TEST_CASE(a_result_is_one_process_s_until_it_is_stored) {
  const Other other = claim_in_child("a", [](SqliteStore& store) { keep(store, "a", k_large); });
  SqliteStore store(options());

  BOOST_TEST((store.claim(key_of("a")) == Claim::by_another));
  BOOST_TEST((store.claim(key_of("b")) == Claim::ours));
  ::close(other.go_on);
  BOOST_TEST(wait_for_child(other.process));

  BOOST_TEST((store.claim(key_of("a")) == Claim::stored));
  BOOST_TEST(serves(store, "a", k_large));
}

BOOST_AUTO_TEST_CASE(a_process_that_is_killed_has_no_claims) {
  const Other other = claim_in_child("a", [](SqliteStore&) {});
  SqliteStore store(options());
  BOOST_TEST((store.claim(key_of("a")) == Claim::by_another));

  ::kill(other.process, SIGKILL);
  BOOST_TEST(!wait_for_child(other.process));

  BOOST_TEST((store.claim(key_of("a")) == Claim::ours));
  ::close(other.go_on);
}

BOOST_AUTO_TEST_CASE(what_is_released_without_a_result_is_anybody_s) {
  const Other other = claim_in_child("a", [](SqliteStore& store) { store.release(key_of("a")); });
  ::close(other.go_on);
  BOOST_TEST(wait_for_child(other.process));

  BOOST_TEST((SqliteStore(options()).claim(key_of("a")) == Claim::ours));
}

BOOST_AUTO_TEST_CASE(a_row_whose_output_is_gone_is_not_stored) {
  SqliteStore store(options());
  keep(store, "a", k_large);
  cache::BlobFiles(folder).remove(content_hash(output_of("a", k_large)));

  BOOST_TEST((store.claim(key_of("a")) == Claim::ours));
}

BOOST_AUTO_TEST_CASE(read_only_everybody_works_for_himself_and_no_file_is_made) {
  { SqliteStore make(options()); }
  SqliteStore store(options(cache::Access::read_only));

  BOOST_TEST((store.claim(key_of("a")) == Claim::ours));

  BOOST_TEST(!std::filesystem::exists(folder / "claims"));
}

BOOST_AUTO_TEST_SUITE_END()
