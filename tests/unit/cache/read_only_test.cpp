#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "cache/maintenance.h"
#include "cache_fixture.h"
#include "tests/support/child_process.h"

using namespace pixmill;
using namespace pixmill::test;
using cache::Access;
using cache::SqliteStore;

namespace {

struct ReadOnly : CacheFixture {
  ReadOnly() {
    SqliteStore store(options());
    keep(store, "small", k_small);
    keep(store, "large", k_large);
    store.save_tree(tree_of("t"), {"header", {}, {}, {}, {}});
  }

  /// Every file's bytes, by path.
  std::map<std::filesystem::path, Bytes> contents() const {
    std::map<std::filesystem::path, Bytes> found;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
      found[file.path()] = file.is_regular_file() ? read_bytes(file.path()) : Bytes{};
    }
    return found;
  }

  /// Uses all of a store; true if it serves the hits and takes nothing.
  static bool serves_but_keeps_nothing(SqliteStore& store) {
    keep(store, "new", k_small);
    keep(store, "new large", k_large);
    store.save_tree(tree_of("t"), {"changed", {}, {}, {}, {}});
    store.add_intents(tree_of("t"), {"a"});
    return serves(store, "small", k_small) && serves(store, "large", k_large) &&
           !serves(store, "new", k_small) && store.load_tree(tree_of("t"))->header == "header" &&
           store.intents(tree_of("t")).empty();
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(read_only, ReadOnly)

BOOST_AUTO_TEST_CASE(serves_hits_and_changes_no_byte) {
  now_s += 1'000'000;
  const auto before = contents();

  {
    SqliteStore store(options(Access::read_only));
    BOOST_TEST(serves_but_keeps_nothing(store));
  }

  BOOST_TEST((contents() == before));
  BOOST_TEST(warnings.empty());
}

BOOST_AUTO_TEST_CASE(leaves_damage_where_it_is) {
  const auto blob = cache::BlobFiles(folder).path_of(content_hash(output_of("large", k_large)));
  write_bytes(blob, as_bytes("damaged"));
  {
    cache::Database database(cache::index_path(folder), cache::OpenMode::read_write);
    database.run("UPDATE results SET record = x'00' WHERE blob_size = 3000");
  }
  const auto before = contents();

  {
    SqliteStore store(options(Access::read_only));
    BOOST_TEST(!serves(store, "small", k_small));
    BOOST_TEST(!serves(store, "large", k_large));
  }

  BOOST_TEST((contents() == before));
  BOOST_TEST(warnings.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_missing_folder_is_not_made) {
  folder = temp / "nowhere";

  SqliteStore store(options(Access::read_only));

  BOOST_TEST(!serves(store, "small", k_small));
  BOOST_TEST(!std::filesystem::exists(folder));
}

BOOST_AUTO_TEST_CASE(maintenance_refuses_to_change_it) {
  cache::Maintenance maintenance(options(Access::read_only));

  BOOST_TEST(!maintenance.clear().has_value());
  BOOST_TEST(!maintenance.collect({.max_size_bytes = 0}).has_value());
  BOOST_TEST(maintenance.verify()->is_sound());
}

BOOST_AUTO_TEST_CASE(a_folder_that_another_owner_made_serves_hits_with_one_warning) {
  // Root may write anywhere, so the child becomes nobody; run by another user, the rights bind it.
  namespace fs = std::filesystem;
  const auto readable = fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read;
  const auto enterable = fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;
  fs::permissions(temp.path(), fs::perms::owner_write | readable | enterable);
  fs::permissions(folder, readable | enterable);
  for (const auto& [path, bytes] : contents()) {
    fs::permissions(path, fs::is_directory(path) ? readable | enterable : readable);
  }
  const auto before = contents();

  const pid_t child = start_child([&] {
    constexpr uid_t k_nobody = 65534;
    if (::geteuid() == 0 && ::setuid(k_nobody) != 0) return false;
    SqliteStore store(options());
    return serves_but_keeps_nothing(store) && warnings.size() == 1;
  });

  BOOST_TEST(wait_for_child(child));
  BOOST_TEST((contents() == before));
  for (const auto& [path, bytes] : before) {
    fs::permissions(path, fs::perms::owner_all, fs::perm_options::add);
  }
  fs::permissions(folder, fs::perms::owner_all, fs::perm_options::add);
}

BOOST_AUTO_TEST_SUITE_END()
