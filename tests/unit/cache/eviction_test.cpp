#include "cache/eviction.h"

#include <boost/test/unit_test.hpp>

#include "cache_fixture.h"

using namespace pixmill;
using namespace pixmill::test;
using namespace pixmill::cache;

namespace {

constexpr std::int64_t k_now = 500'000;
constexpr std::int64_t k_month_ago = k_now - 744;  // 31 days, in hours

LedgerEntry entry(std::string_view name, std::int64_t last_use_hour, std::uint64_t size_bytes) {
  LedgerEntry entry;
  entry.key = key_of(name);
  entry.output = BlobRef{content_hash(as_bytes(name)), size_bytes};
  entry.last_use_hour = last_use_hour;
  return entry;
}

std::vector<ActionKey> evicted(const Ledger& ledger, const EvictionPolicy& policy) {
  std::uint64_t size = 0;
  for (const LedgerEntry& held : ledger.entries) size += held.output->size_bytes;
  return choose_eviction(ledger, policy, size, k_now).results;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(eviction)

BOOST_AUTO_TEST_CASE(no_rule_evicts_nothing) {
  BOOST_TEST(evicted({{entry("a", 1, 1000)}, {}}, {}).empty());
}

BOOST_AUTO_TEST_CASE(a_size_limit_evicts_the_least_recently_used_and_no_more_than_it_must) {
  const Ledger ledger{{entry("new", k_now, 9000), entry("old", 10, 9000), entry("older", 9, 9000)},
                      {}};

  BOOST_TEST((evicted(ledger, {.max_size_bytes = 18'000}) == std::vector{key_of("older")}));
  BOOST_TEST(
      (evicted(ledger, {.max_size_bytes = 17'000}) == std::vector{key_of("older"), key_of("old")}));
  BOOST_TEST(evicted(ledger, {.max_size_bytes = 27'000}).empty());
}

BOOST_AUTO_TEST_CASE(a_shared_output_frees_its_space_with_the_last_of_its_keys) {
  LedgerEntry twin = entry("twin", 2, 9000);
  twin.output = entry("a", 1, 9000).output;
  const Ledger ledger{{entry("a", 1, 9000), twin, entry("b", 3, 9000)}, {}};

  // 27,000 are held as the policy is told, and the first of the twins frees next to nothing.
  BOOST_TEST(evicted(ledger, {.max_size_bytes = 20'000}).size() == 2U);
}

BOOST_AUTO_TEST_CASE(unused_for_days_counts_from_now) {
  const Ledger ledger{{entry("a", k_now - 49, 1), entry("b", k_now - 48, 1)}, {}};

  BOOST_TEST((evicted(ledger, {.unused_for_days = 2}) == std::vector{key_of("a")}));
}

BOOST_AUTO_TEST_CASE(keep_last_build_evicts_what_no_tree_used_last) {
  Ledger ledger{{entry("used", k_now, 1), entry("unused", k_now, 1)}, {{tree_of("t"), k_now}}};
  ledger.entries[0].in_last_build = true;

  BOOST_TEST((evicted(ledger, {.keep_last_build = true}) == std::vector{key_of("unused")}));
}

BOOST_AUTO_TEST_CASE(keep_last_build_forgets_trees_that_are_no_longer_built) {
  Ledger ledger{{entry("moved away", k_month_ago, 1), entry("here", k_now, 1)},
                {{tree_of("old place"), k_month_ago}, {tree_of("new place"), k_now}}};
  for (LedgerEntry& held : ledger.entries) held.in_last_build = true;

  const Eviction eviction = choose_eviction(ledger, {.keep_last_build = true}, 2, k_now);

  BOOST_TEST((eviction.results == std::vector{key_of("moved away")}));
  BOOST_TEST((eviction.trees == std::vector{tree_of("old place")}));
}

BOOST_AUTO_TEST_SUITE_END()
