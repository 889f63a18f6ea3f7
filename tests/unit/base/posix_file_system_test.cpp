#include <fcntl.h>
#include <sys/fsuid.h>
#include <sys/stat.h>

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <thread>

#include "engine/base/file_system.h"
#include "tests/support/temp_folder.h"

using namespace pixmill;
using namespace std::chrono_literals;

namespace {

struct RealFolder {
  test::TempFolder folder;
  std::unique_ptr<FileSystem> files = make_posix_file_system();

  std::string at(const std::string& name) const { return (folder / name).native(); }
  void write(const std::string& name, std::string_view text) const {
    BOOST_REQUIRE(files->write_new(at(name), as_bytes(text)).has_value());
  }
  ErrorCode read_error(const std::string& name) const {
    return files->read(at(name), 1000).error().code;
  }
};

/// Does the same thing again and again, on a thread of its own, until it goes.
class Meanwhile {
 public:
  explicit Meanwhile(std::function<void(int round)> work)
      : thread_([work = std::move(work)](const std::stop_token& over) {
          for (int round = 1; !over.stop_requested(); ++round) work(round);
        }) {}

 private:
  std::jthread thread_;
};

constexpr std::int64_t k_trusted_age_ns = 2'000'000'000;  ///< is_old_enough()'s

}  // namespace

BOOST_FIXTURE_TEST_SUITE(posix_file_system_suite, RealFolder)

BOOST_AUTO_TEST_CASE(reads_what_was_written) {
  write("a", "hello");

  const auto content = files->read(at("a"), 5);

  BOOST_TEST(as_text(content->bytes) == "hello");
  BOOST_CHECK(content->stamp == files->stat(at("a"), Links::keep)->stamp);
  BOOST_TEST(as_text(*files->read_head(at("a"), 2)) == "he");
}

BOOST_AUTO_TEST_CASE(a_large_file_is_written_whole_where_its_parts_end_and_where_they_do_not) {
  constexpr std::size_t k_part_bytes = 2u << 20;
  for (const std::size_t size : {std::size_t{128} << 10, k_part_bytes, k_part_bytes + 1}) {
    std::string text(size, 'x');
    text.front() = 'f';
    text.back() = 'b';
    const std::string name = std::to_string(size);
    write(name, text);

    const auto content = files->read(at(name), size);
    BOOST_TEST_REQUIRE(content.has_value());
    BOOST_TEST((as_text(content->bytes) == text));
    BOOST_TEST(content->stamp.size_bytes == size);
  }
}

BOOST_AUTO_TEST_CASE(a_buffer_is_used_for_one_file_after_the_other) {
  write("long", "hello");
  write("short", "bye");
  Bytes buffer;

  const auto first = files->read_into(at("long"), 5, buffer);
  const auto second = files->read_into(at("short"), 5, buffer);

  BOOST_TEST(first->size_bytes == 5U);
  BOOST_TEST(second->size_bytes == 3U);
  BOOST_TEST(as_text(buffer) == "byelo");
}

BOOST_AUTO_TEST_CASE(an_opened_file_is_read_from_anywhere_and_stays_when_it_is_replaced) {
  write("a", "hello");
  write("b", "other");
  const auto file = files->open(at("a")).value();
  BOOST_REQUIRE(files->rename(at("b"), at("a")).has_value());
  Bytes memory(3, '-');

  BOOST_TEST(file->read_at(1, memory).value() == 3u);
  BOOST_TEST(as_text(memory) == "ell");
  file->forget();
  BOOST_TEST(file->read_at(3, memory).value() == 2u);
  BOOST_TEST(as_text(memory) == "lol");
  BOOST_TEST(file->read_at(5, memory).value() == 0u);
  BOOST_TEST(file->stamp()->size_bytes == 5u);
}

BOOST_AUTO_TEST_CASE(only_a_regular_file_is_opened) {
  BOOST_REQUIRE(::mkfifo(at("fifo").c_str(), 0600) == 0);

  BOOST_TEST((files->open(at("fifo")).error().code == ErrorCode::not_regular));
  BOOST_TEST((files->open(folder.path().native()).error().code == ErrorCode::not_regular));
  BOOST_TEST((files->open(at("missing")).error().code == ErrorCode::not_found));
}

BOOST_AUTO_TEST_CASE(a_file_is_written_piece_by_piece_and_dated_by_its_creation) {
  const auto created = files->create(at("a")).value();
  const std::int64_t created_ns = files->stat(at("a"), Links::keep)->stamp.mtime_ns;
  std::string whole;
  for (int i = 0; i < 40; ++i) {
    const std::string piece(300'000, static_cast<char>('a' + i % 26));
    whole += piece;
    BOOST_REQUIRE(created->append(as_bytes(piece)).has_value());
  }
  const std::int64_t tick_ns = files->tick_ns(folder.path().native());
  while (files->now_ns() - created_ns <= tick_ns) files->sleep_ns(tick_ns);

  const FileStamp stamp = created->finish().value();

  BOOST_TEST(stamp.mtime_ns == created_ns);
  BOOST_TEST((stamp == files->stat(at("a"), Links::keep)->stamp));
  BOOST_TEST((as_text(files->read(at("a"), UINT64_MAX)->bytes) == whole));
  BOOST_TEST(!files->create(at("a")).has_value());
}

BOOST_AUTO_TEST_CASE(one_file_is_synced_and_one_that_is_not_there_is_not) {
  write("a", "hello");

  BOOST_TEST(files->sync_file(at("a")).has_value());
  BOOST_TEST((files->sync_file(at("b")).error().code == ErrorCode::not_found));
}

BOOST_AUTO_TEST_CASE(changes_more_than_a_tick_apart_have_different_dates) {
  const std::int64_t tick_ns = files->tick_ns(folder.path().native());
  BOOST_TEST((tick_ns > 0 && tick_ns <= 10'000'000));
  std::int64_t last_ns = 0;
  for (const char* name : {"a", "b", "c", "d"}) {
    write(name, "x");
    const std::int64_t date_ns = files->stat(at(name), Links::keep)->stamp.mtime_ns;
    BOOST_TEST(date_ns > last_ns);
    last_ns = date_ns;
    // by the clock that gives the dates, which a busy machine may see lag behind the sleep
    while (files->now_ns() - date_ns <= tick_ns) files->sleep_ns(tick_ns);
  }
}

BOOST_AUTO_TEST_CASE(refuses_what_is_no_regular_file_without_waiting) {
  BOOST_REQUIRE(::mkfifo(at("fifo").c_str(), 0600) == 0);
  std::filesystem::create_directory(at("folder"));
  std::filesystem::create_symlink("nowhere", at("dangling"));

  BOOST_TEST((read_error("fifo") == ErrorCode::not_regular));
  BOOST_TEST((read_error("folder") == ErrorCode::not_regular));
  BOOST_TEST((read_error("dangling") == ErrorCode::not_found));
  BOOST_TEST((files->stat(at("dangling"), Links::follow)->kind == FileKind::missing));
  BOOST_TEST((files->stat(at("dangling"), Links::keep)->kind == FileKind::symlink));
}

BOOST_AUTO_TEST_CASE(refuses_more_bytes_than_allowed) {
  write("a", "hello");
  BOOST_TEST((files->read(at("a"), 4).error().code == ErrorCode::limit_exceeded));
}

BOOST_AUTO_TEST_CASE(never_overwrites_what_it_was_to_create) {
  write("a", "old");
  BOOST_TEST(!files->write_new(at("a"), as_bytes("new")).has_value());
  BOOST_TEST(as_text(files->read(at("a"), 9)->bytes) == "old");
}

BOOST_AUTO_TEST_CASE(renames_over_what_is_there) {
  write("a", "new");
  write("b", "old");

  BOOST_TEST(files->rename(at("a"), at("b")).has_value());

  BOOST_TEST(as_text(files->read(at("b"), 9)->bytes) == "new");
  BOOST_TEST((files->stat(at("a"), Links::keep)->kind == FileKind::missing));
}

BOOST_AUTO_TEST_CASE(lists_in_byte_order_with_kinds) {
  write("b", "");
  write("B", "");
  std::filesystem::create_directory(at("a"));

  const auto entries = files->list(folder.path().native()).value();

  BOOST_REQUIRE(entries.size() == 3u);
  BOOST_TEST(entries[0].name == "B");
  BOOST_TEST((entries[1].kind == FileKind::directory));
  BOOST_TEST((entries[2].kind == FileKind::regular));
}

BOOST_AUTO_TEST_CASE(stat_each_answers_in_the_order_of_the_names) {
  write("a", "12345");
  const std::vector<std::string_view> names{"none", "a"};

  const auto stats = files->stat_each(folder.path().native(), names);

  BOOST_REQUIRE(stats.size() == 2u);
  BOOST_TEST((stats[0].kind == FileKind::missing));
  BOOST_TEST(stats[1].stamp.size_bytes == 5u);
}

BOOST_AUTO_TEST_CASE(makes_folders_and_removes_only_empty_ones) {
  BOOST_TEST(files->make_folders(at("x/y/z")).has_value());
  BOOST_TEST(files->make_folders(at("x/y/z")).has_value());
  write("x/file", "");

  BOOST_TEST(files->remove_empty_folder(at("x/y/z")).has_value());
  BOOST_TEST(files->remove_empty_folder(at("x")).has_value());

  BOOST_TEST(std::filesystem::exists(at("x/file")));
  BOOST_TEST(!std::filesystem::exists(at("x/y/z")));
  BOOST_TEST(!files->make_folders(at("x/file")).has_value());
  BOOST_TEST(files->remove_file(at("x/none")).has_value());
}

BOOST_AUTO_TEST_CASE(a_lock_is_held_by_one_at_a_time) {
  auto first = files->lock(folder.path().native()).value();
  std::atomic<bool> second_has_it{false};
  std::jthread other([&] {
    const auto lock = files->lock(folder.path().native()).value();
    second_has_it = true;
  });

  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  BOOST_TEST(!second_has_it);
  first.reset();
  other.join();
  BOOST_TEST(second_has_it);
}

BOOST_AUTO_TEST_CASE(reading_leaves_no_date) {
  write("a", "hello");
  const timespec long_ago[2] = {{1'000'000'000, 0}, {1'100'000'000, 0}};
  BOOST_REQUIRE(::utimensat(AT_FDCWD, at("a").c_str(), long_ago, 0) == 0);

  BOOST_TEST(files->read(at("a"), 5).has_value());

  struct stat after {};
  BOOST_REQUIRE(::stat(at("a").c_str(), &after) == 0);
  BOOST_TEST(after.st_atim.tv_sec == long_ago[0].tv_sec);
}

BOOST_AUTO_TEST_CASE(reads_what_belongs_to_another) {
  const std::string of_root = "/etc/passwd";  // and readable for all
  bool was_read = false;

  std::jthread([&] {
    ::setfsuid(65'534);  // of this thread alone; whoever is not root is another already
    was_read = files->read(of_root, 1u << 20).has_value();
  }).join();

  BOOST_TEST(was_read);
}

BOOST_AUTO_TEST_CASE(copies_permissions) {
  write("a", "");
  write("b", "");
  ::chmod(at("a").c_str(), 0640);

  BOOST_TEST(files->copy_permissions(at("a"), at("b")).has_value());

  struct stat raw {};
  ::stat(at("b").c_str(), &raw);
  BOOST_TEST((raw.st_mode & 07777u) == 0640u);
}

BOOST_AUTO_TEST_CASE(a_file_replaced_all_the_time_is_one_version_or_the_other) {
  const std::string versions[] = {std::string(100'000, 'a'), std::string(100'000, 'b')};
  write("a", versions[0]);
  Meanwhile writer([&](int round) {
    std::ofstream(at("next"), std::ios::binary) << versions[round % 2];
    std::filesystem::rename(at("next"), at("a"));
  });
  std::set<std::string> seen;

  const auto over = std::chrono::steady_clock::now() + 30s;
  for (int i = 0; i < 300 || (seen.size() < 2 && std::chrono::steady_clock::now() < over); ++i) {
    const auto content = files->read(at("a"), 1'000'000);
    if (content) {
      seen.emplace(as_text(content->bytes));
    } else {  // the renaming gives the old file another ctime
      BOOST_REQUIRE((content.error().code == ErrorCode::changed));
    }
  }

  BOOST_TEST((seen == std::set<std::string>(std::begin(versions), std::end(versions))));
}

/// Stamps are as coarse as the kernel's tick, so a write within one can go unseen. What was read
/// then must look too young for its stamp to be trusted.
BOOST_AUTO_TEST_CASE(a_file_written_into_all_the_time_is_called_changed_or_looks_young) {
  write("a", std::string(100'000, 'a'));
  Meanwhile writer([&](int round) {
    std::fstream file(at("a"), std::ios::in | std::ios::out | std::ios::binary);
    file << std::string(100'000, round % 2 == 0 ? 'a' : 'b');
  });
  int changed = 0;

  const auto over = std::chrono::steady_clock::now() + 30s;
  for (int i = 0; i < 300 || (changed == 0 && std::chrono::steady_clock::now() < over); ++i) {
    const std::int64_t now = files->now_ns();
    const auto content = files->read(at("a"), 1'000'000);
    if (!content) {
      BOOST_REQUIRE((content.error().code == ErrorCode::changed));
      ++changed;
      continue;
    }
    BOOST_REQUIRE(content->bytes.size() == 100'000u);
    const std::string_view text = as_text(content->bytes);
    const bool is_torn = text.find_first_not_of(text.front()) != std::string_view::npos;
    const bool looks_young = now - content->stamp.mtime_ns < k_trusted_age_ns;
    BOOST_REQUIRE((!is_torn || looks_young));
  }

  BOOST_TEST(changed > 0);
}

BOOST_AUTO_TEST_SUITE_END()
