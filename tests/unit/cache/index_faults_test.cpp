// Damage done to index.sqlite: whatever it is, the store opens, serves nothing wrong, and works
// again.
#include <boost/test/unit_test.hpp>
#include <random>

#include "cache/schema.h"
#include "cache_fixture.h"

using namespace pixmill;
using namespace pixmill::test;
using cache::SqliteStore;

namespace {

constexpr int k_results = 12;

struct FilledCache : CacheFixture {
  std::filesystem::path index = cache::index_path(folder);
  TreeUpdate tree{"header", {{"a", std::string(2000, 'a')}, {"b", "b"}}, {{"a", "d"}}, {}, {}};
  Bytes intact;

  FilledCache() {
    {
      SqliteStore store(options());
      for (int i = 0; i < k_results; ++i) keep(store, std::to_string(i), 500);
      store.save_tree(tree_of("t"), tree);
      store.add_intents(tree_of("u"), {"x.png"});
    }
    intact = read_bytes(index);
  }

  /// Asks for everything, checks what is served, and adds a result. Returns the hits.
  int use() {
    SqliteStore store(options());
    int hits = 0;
    for (int i = 0; i < k_results; ++i) hits += serves(store, std::to_string(i), 500) ? 1 : 0;
    check_folders(store);
    for (const auto& [path, record] : store.load_details(tree_of("t"))) {
      if (tree.details.at(path) != record) throw std::runtime_error("a wrong detail was served");
    }
    for (const auto& path : store.intents(tree_of("u"))) {
      if (path != "x.png") throw std::runtime_error("a wrong intent was served");
    }
    keep(store, "new", 500);
    return hits;
  }

  void check_folders(SqliteStore& store) const {
    const auto loaded = store.load_tree(tree_of("t"));
    if (!loaded) return;
    if (loaded->header != tree.header) throw std::runtime_error("a wrong header was served");
    for (const auto& [path, record] : loaded->folders) {
      if (tree.folders.at(path) != record) throw std::runtime_error("a wrong record was served");
    }
  }

  int use_with_index(ByteView bytes) {
    std::filesystem::remove(folder / "index.sqlite-journal");
    write_bytes(index, bytes);
    warnings.clear();
    return use();
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(index_faults, FilledCache)

BOOST_AUTO_TEST_CASE(an_intact_index_serves_everything) {
  BOOST_TEST(use_with_index(intact) == k_results);
  BOOST_TEST(warnings.empty());
}

BOOST_AUTO_TEST_CASE(two_thousand_flipped_bits_never_serve_anything_wrong) {
  std::mt19937 random(20240229);
  int served = 0;
  int warned = 0;
  for (int round = 0; round < 2'000; ++round) {
    Bytes flipped = intact;
    flipped[random() % flipped.size()] ^= static_cast<std::uint8_t>(1U << random() % 8);

    BOOST_REQUIRE_NO_THROW(served += use_with_index(flipped));
    warned += warnings.empty() ? 0 : 1;
    BOOST_REQUIRE(warnings.size() <= 3);
  }
  // Most bits lie in one row or in free space: the other rows are still served.
  BOOST_TEST(served > 2'000 * k_results / 2);
  BOOST_TEST(warned > 100);
}

BOOST_AUTO_TEST_CASE(truncation_of_the_first_pages_at_every_length_is_a_miss_at_worst) {
  constexpr std::size_t k_page = 4096;
  for (std::size_t length = 0; length < 2 * k_page; ++length) {
    BOOST_REQUIRE_NO_THROW(use_with_index(ByteView(intact).first(length)));
  }
}

BOOST_AUTO_TEST_CASE(truncation_anywhere_is_a_miss_at_worst) {
  for (std::size_t length = 0; length < intact.size(); length += 509) {
    BOOST_REQUIRE_NO_THROW(use_with_index(ByteView(intact).first(length)));
  }
}

BOOST_AUTO_TEST_CASE(a_damaged_index_is_set_aside_with_one_warning_and_works_again_at_once) {
  Bytes damaged = intact;
  std::fill(damaged.begin() + 100, damaged.end(), std::uint8_t{0x5a});

  BOOST_TEST(use_with_index(damaged) == 0);

  BOOST_TEST(warnings.size() == 1U);
  BOOST_TEST(std::filesystem::exists(folder / "index.sqlite.damaged"));
  SqliteStore store(options());
  BOOST_TEST(serves(store, "new", 500));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_database_is_set_aside) {
  BOOST_TEST(use_with_index(as_bytes("these are somebody's notes")) == 0);

  BOOST_TEST(warnings.size() == 1U);
  BOOST_TEST(as_text(read_bytes(folder / "index.sqlite.damaged")) == "these are somebody's notes");
}

BOOST_AUTO_TEST_CASE(a_newer_schema_is_not_touched_in_a_single_byte) {
  Bytes newer = intact;
  newer[63] = cache::k_schema_version + 1;

  BOOST_TEST(use_with_index(newer) == 0);

  BOOST_TEST(warnings.size() == 1U);
  BOOST_TEST((read_bytes(index) == newer));
}

BOOST_AUTO_TEST_CASE(an_older_schema_is_started_over_and_said_so_once) {
  Bytes older = intact;
  older[63] = 0;

  BOOST_TEST(use_with_index(older) == 0);

  BOOST_TEST(warnings.size() == 1U);
  SqliteStore store(options());
  BOOST_TEST(serves(store, "new", 500));
  BOOST_TEST(warnings.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_stray_journal_without_its_index_is_not_played_back) {
  write_bytes(folder / "index.sqlite-journal", output_of("journal", 5000));
  std::filesystem::remove(index);

  BOOST_TEST(use() == 0);

  BOOST_TEST(warnings.empty());
  SqliteStore store(options());
  BOOST_TEST(serves(store, "new", 500));
}

BOOST_AUTO_TEST_CASE(a_lost_index_is_rebuilt_from_the_blob_files) {
  {
    SqliteStore store(options());
    keep(store, "large", k_large);
  }
  std::filesystem::remove(index);

  SqliteStore store(options());

  BOOST_TEST(serves(store, "large", k_large));
  BOOST_TEST(!serves(store, "0", 500));
}

BOOST_AUTO_TEST_CASE(a_folder_under_the_name_of_the_index_turns_the_cache_off_or_is_set_aside) {
  std::filesystem::remove(index);
  std::filesystem::create_directory(index);

  BOOST_TEST(use() == 0);

  BOOST_TEST(warnings.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
