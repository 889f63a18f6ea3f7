// A disk under the cache that is full, or does not belong to this user: a miss and a warning, and
// what was kept before is served.
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <csignal>

#include "cache/maintenance.h"
#include "cache_fixture.h"

using namespace pixmill;
using namespace pixmill::test;
using cache::SqliteStore;

namespace {

/// As if the disk were full: none of this process's files grows beyond so many bytes.
class FullDisk {
 public:
  explicit FullDisk(std::uint64_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    static_cast<void>(std::signal(SIGXFSZ, handler_));
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  void (*handler_)(int);
  rlimit before_{};
};

/// Somebody who owns nothing, for permissions do not bind root.
class Nobody {
 public:
  Nobody() { BOOST_REQUIRE(::getuid() != 0 || ::setresuid(k_nobody, k_nobody, 0) == 0); }
  ~Nobody() { static_cast<void>(::setresuid(before_, before_, before_)); }
  Nobody(const Nobody&) = delete;
  Nobody& operator=(const Nobody&) = delete;

 private:
  static constexpr uid_t k_nobody = 65534;
  uid_t before_ = ::getuid();
};

struct FilledCache : CacheFixture {
  std::filesystem::path index = cache::index_path(folder);

  FilledCache() {
    SqliteStore store(options());
    keep(store, "small", k_small);
    keep(store, "large", k_large);
    store.save_tree(tree_of("t"), {"header", {}, {}, {}, {}});
  }

  void check_works_again() {
    warnings.clear();
    SqliteStore store(options());
    keep(store, "later", k_small);
    BOOST_TEST(serves(store, "small", k_small));
    BOOST_TEST(serves(store, "large", k_large));
    BOOST_TEST(serves(store, "later", k_small));
    BOOST_TEST(warnings.empty());
  }

  void set_mode(mode_t mode) {
    // everything may be seen but what the mode says of the folder and the index
    for (auto above = folder; above != above.root_path() && above != "/tmp";
         above = above.parent_path()) {
      ::chmod(above.c_str(), 0755);
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      ::chmod(entry.path().c_str(), entry.is_directory() ? 0555 : 0444);
    }
    ::chmod(folder.c_str(), 0555);
    ::chmod(index.c_str(), mode);
  }

  void heal_modes() {
    ::chmod(folder.c_str(), 0755);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      ::chmod(entry.path().c_str(), entry.is_directory() ? 0755 : 0644);
    }
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(disk_faults, FilledCache)

BOOST_AUTO_TEST_CASE(a_full_disk_under_the_index_ends_the_writing_with_one_warning) {
  {
    SqliteStore store(options());
    const FullDisk full(std::filesystem::file_size(index));

    for (int i = 0; i < 100; ++i) keep(store, "new " + std::to_string(i), k_small);
    store.save_tree(tree_of("t"), {"changed", {}, {}, {}, {}});

    BOOST_TEST(serves(store, "small", k_small));
    BOOST_TEST(serves(store, "large", k_large));
    BOOST_TEST(store.load_tree(tree_of("t")).has_value());
    BOOST_REQUIRE(warnings.size() == 1U);
    BOOST_TEST(warnings[0].find("cannot be written") != std::string::npos, warnings[0]);
  }
  check_works_again();
}

BOOST_AUTO_TEST_CASE(a_full_disk_under_a_large_output_leaves_no_part_of_it) {
  constexpr std::size_t k_huge = 4 << 20;
  {
    SqliteStore store(options());
    const FullDisk full(k_huge / 2);

    keep(store, "huge", k_huge);

    BOOST_TEST(!serves(store, "huge", k_huge));
    BOOST_TEST(serves(store, "large", k_large));
    BOOST_TEST(warnings.size() == 1U);
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    BOOST_TEST((!entry.is_regular_file() || entry.file_size() < k_huge / 2), entry.path());
  }
  check_works_again();
}

BOOST_AUTO_TEST_CASE(a_cache_that_cannot_be_begun_is_done_without_at_once) {
  std::filesystem::remove_all(folder);
  const auto start = std::chrono::steady_clock::now();
  {
    const FullDisk full(100);
    SqliteStore store(options());
    keep(store, "new", k_small);
    BOOST_TEST(!serves(store, "new", k_small));
  }

  BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds(2)));
  BOOST_REQUIRE(warnings.size() == 1U);
  BOOST_TEST(warnings[0].find("cannot be written") != std::string::npos, warnings[0]);
}

BOOST_AUTO_TEST_CASE(a_cache_of_another_owner_is_read_and_not_written) {
  set_mode(0444);
  {
    const Nobody nobody;
    SqliteStore store(options());
    keep(store, "new", k_small);
    BOOST_TEST(serves(store, "small", k_small));
    BOOST_TEST(serves(store, "large", k_large));
    BOOST_TEST(!serves(store, "new", k_small));
  }
  BOOST_TEST(warnings.size() == 1U);
  heal_modes();
  check_works_again();
}

BOOST_AUTO_TEST_CASE(an_index_that_one_may_not_read_is_done_without) {
  set_mode(0000);
  {
    const Nobody nobody;
    SqliteStore store(options());
    keep(store, "new", k_small);
    BOOST_TEST(!serves(store, "small", k_small));
    BOOST_TEST(!store.load_tree(tree_of("t")).has_value());

    cache::Maintenance maintenance(options());
    BOOST_TEST(!maintenance.stats().has_value());
    BOOST_TEST(!maintenance.collect({.keep_last_build = true}).has_value());
    BOOST_TEST(!maintenance.verify().has_value());
    BOOST_TEST(!maintenance.clear().has_value());
    BOOST_TEST(!maintenance.preview(std::vector<cache::EvictionPolicy>(1)).has_value());
  }
  heal_modes();
  check_works_again();
}

BOOST_AUTO_TEST_SUITE_END()
