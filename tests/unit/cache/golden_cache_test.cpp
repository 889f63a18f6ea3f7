// Caches that released versions wrote, as they wrote them: tests/golden/cache-v<schema>/. A change
// that cannot read them needs a new schema version, and a new golden cache beside the old ones.
#include <boost/test/unit_test.hpp>

#include "cache_fixture.h"

using namespace pixmill;
using namespace pixmill::test;
using cache::SqliteStore;

BOOST_FIXTURE_TEST_SUITE(golden_cache, CacheFixture)

BOOST_AUTO_TEST_CASE(schema_1_serves_its_hits) {
  std::filesystem::copy(std::filesystem::path(PIXMILL_GOLDEN_FOLDER) / "cache-v1",
                        folder,
                        std::filesystem::copy_options::recursive);
  SqliteStore store(options());

  const auto small = store.find(key_of("small"));
  const auto large = store.find(key_of("large"));
  const auto kept = store.find(key_of("kept"));

  BOOST_TEST_REQUIRE(small.has_value());
  BOOST_TEST(small->record == "record of small");
  BOOST_TEST((store.load(*small->output) == Bytes(10, 's')));
  BOOST_TEST_REQUIRE(large.has_value());
  BOOST_TEST((store.load(*large->output) == Bytes(70'000, 'l')));
  BOOST_TEST_REQUIRE(kept.has_value());
  BOOST_TEST(!kept->output.has_value());
  const auto tree = store.load_tree(tree_of("tree"));
  BOOST_TEST_REQUIRE(tree.has_value());
  BOOST_TEST(tree->header == "header");
  BOOST_TEST(tree->folders.at("a/b") == "state");
  BOOST_TEST(store.load_details(tree_of("tree")).at("a/b") == "details");
  BOOST_TEST((store.intents(tree_of("killed")) == std::vector<std::string>{"x.png"}));
  BOOST_TEST(warnings.empty());
}

BOOST_AUTO_TEST_SUITE_END()
