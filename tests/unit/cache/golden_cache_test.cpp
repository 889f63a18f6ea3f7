// Caches that released versions wrote, as they wrote them: tests/golden/cache-v<schema>/. A change
// that cannot read them needs a new schema version, and a new golden cache beside the old ones.
#include <boost/test/unit_test.hpp>

#include "cache_fixture.h"

using namespace pixmill;
using namespace pixmill::test;
using cache::SqliteStore;

namespace {

struct GoldenFixture : CacheFixture {
  void copy_golden(const char* name) const {
    std::filesystem::copy(std::filesystem::path(PIXMILL_GOLDEN_FOLDER) / name,
                          folder,
                          std::filesystem::copy_options::recursive);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(golden_cache, GoldenFixture)

BOOST_AUTO_TEST_CASE(older_schemas_are_started_over_from_their_blobs_and_that_is_said_once) {
  for (const char* name : {"cache-v1", "cache-v2"}) {
    std::filesystem::remove_all(folder);
    copy_golden(name);
    warnings.clear();
    SqliteStore store(options());

    const auto large = store.find(key_of("large"));

    BOOST_TEST(!store.find(key_of("small")).has_value());
    BOOST_TEST_REQUIRE(large.has_value());
    BOOST_TEST((store.load(*large->output) == Bytes(70'000, 'l')));
    BOOST_TEST(!store.load_tree(tree_of("tree")).has_value());
    BOOST_TEST_REQUIRE(warnings.size() == 1U);
    BOOST_TEST(warnings[0].ends_with("was made by an older pixmill and was started over"));
  }
}

BOOST_AUTO_TEST_CASE(schema_3_serves_its_hits) {
  copy_golden("cache-v3");
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
