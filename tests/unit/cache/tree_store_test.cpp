#include <boost/test/unit_test.hpp>

#include "cache_fixture.h"

using namespace pixmill;
using namespace pixmill::test;
using cache::SqliteStore;

BOOST_FIXTURE_TEST_SUITE(tree_store, CacheFixture)

BOOST_AUTO_TEST_CASE(loads_a_tree_as_it_was_saved) {
  const TreeUpdate update{.header = "header",
                          .folders = {{"", "root"}, {"a\n\xff", "odd name"}, {"b", ""}},
                          .details = {{"b", "rows"}},
                          .keys = {},
                          .removed_folders = {}};
  { SqliteStore(options()).save_tree(tree_of("t"), update); }

  SqliteStore store(options());
  const auto tree = store.load_tree(tree_of("t"));

  BOOST_TEST_REQUIRE(tree.has_value());
  BOOST_TEST(tree->header == "header");
  BOOST_TEST((tree->folders == update.folders));
  BOOST_TEST((store.load_details(tree_of("t")) == update.details));
  BOOST_TEST(!store.load_tree(tree_of("another")).has_value());
}

BOOST_AUTO_TEST_CASE(an_update_leaves_the_other_folders_as_they_were) {
  SqliteStore store(options());
  store.save_tree(tree_of("t"),
                  {.header = "1",
                   .folders = {{"a", "a1"}, {"b", "b1"}, {"c", "c1"}},
                   .details = {{"a", "d"}, {"b", "d"}},
                   .keys = {},
                   .removed_folders = {}});

  store.save_tree(tree_of("t"),
                  {.header = "2",
                   .folders = {{"a", "a2"}},
                   .details = {},
                   .keys = {},
                   .removed_folders = {"b"}});

  const auto tree = store.load_tree(tree_of("t"));
  BOOST_TEST(tree->header == "2");
  BOOST_TEST((tree->folders == decltype(tree->folders){{"a", "a2"}, {"c", "c1"}}));
  BOOST_TEST(store.load_details(tree_of("t")).size() == 1U);
}

BOOST_AUTO_TEST_CASE(loads_the_details_of_some_folders_alone) {
  SqliteStore store(options());
  store.save_tree(tree_of("t"),
                  {.header = "",
                   .folders = {},
                   .details = {{"a", "a1"}, {"a/b", "b1"}, {"c\n\xff", "c1"}},
                   .keys = {},
                   .removed_folders = {}});

  const auto found = store.load_details_of(tree_of("t"), {"c\n\xff", "a", "none"});

  BOOST_TEST((found == decltype(found){{"a", "a1"}, {"c\n\xff", "c1"}}));
  BOOST_TEST(store.load_details_of(tree_of("other"), {"a"}).empty());
}

BOOST_AUTO_TEST_CASE(knows_intents_until_the_tree_is_saved) {
  { SqliteStore(options()).add_intents(tree_of("t"), {"b.png", "a\n.png", "b.png"}); }
  SqliteStore store(options());
  store.add_intents(tree_of("other"), {"c.png"});

  BOOST_TEST(store.intents(tree_of("t")).size() == 2U);
  store.save_tree(tree_of("t"), {});

  BOOST_TEST(store.intents(tree_of("t")).empty());
  BOOST_TEST(store.intents(tree_of("other")).size() == 1U);
}

BOOST_AUTO_TEST_CASE(lists_the_headers_of_all_trees) {
  SqliteStore store(options());
  store.save_tree(tree_of("a"), {"header a", {}, {}, {}, {}});
  store.save_tree(tree_of("b"), {"header b", {}, {}, {}, {}});

  const auto headers = store.tree_headers();

  BOOST_TEST(headers.size() == 2U);
  BOOST_TEST(headers.at(tree_of("b")) == "header b");
}

BOOST_AUTO_TEST_CASE(loading_an_unchanged_tree_within_the_hour_writes_nothing) {
  { SqliteStore(options()).save_tree(tree_of("t"), {"h", {{"a", "1"}}, {}, {}, {}}); }
  const Bytes before = read_bytes(cache::index_path(folder));

  { BOOST_TEST(SqliteStore(options()).load_tree(tree_of("t")).has_value()); }

  BOOST_TEST((read_bytes(cache::index_path(folder)) == before));
}

BOOST_AUTO_TEST_SUITE_END()
