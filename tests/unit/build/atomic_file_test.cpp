// Replacing one file, on a real disk: several processes may write one path at once, as two rules of
// a build that name one output do.
#include "engine/build/atomic_file.h"

#include <boost/test/unit_test.hpp>

#include "tests/support/child_process.h"
#include "tests/support/temp_folder.h"

using namespace pixmill;
using namespace pixmill::test;

namespace {

constexpr std::size_t k_size = 400'000;

struct OnDisk {
  TempFolder temp;
  std::unique_ptr<FileSystem> files = make_posix_file_system();
  std::string path = temp / "picture.jpg";

  /// False if a write failed, or a file was seen that is not all of one writer's.
  bool write_again_and_again(std::uint8_t byte) const {
    const Bytes mine(k_size, byte);
    for (int i = 0; i < 60; ++i) {
      if (!replace_file_unsynced(path, mine, *files)) return false;
      const auto seen = files->read(path, k_size);
      if (!seen) continue;  // it was replaced meanwhile
      if (seen->bytes != Bytes(k_size, seen->bytes.at(0))) return false;
    }
    return true;
  }

  std::size_t files_beside() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(temp / ""),
                                                  std::filesystem::directory_iterator()));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(atomic_file, OnDisk)

BOOST_AUTO_TEST_CASE(processes_that_write_one_path_at_once_leave_one_s_bytes_whole) {
  std::vector<pid_t> writers;
  for (std::uint8_t byte = 1; byte <= 4; ++byte) {
    writers.push_back(start_child([&, byte] { return write_again_and_again(byte); }));
  }

  for (const pid_t writer : writers) BOOST_TEST(wait_for_child(writer));
  BOOST_TEST(files_beside() == 1U);
}

BOOST_AUTO_TEST_CASE(what_a_killed_process_left_is_gone_after_the_next_write) {
  for (const unsigned number : {0U, 1U, 2U}) {
    BOOST_TEST(files->write_new(temporary_beside(path, number), as_bytes("half")).has_value());
  }

  BOOST_TEST(replace_file_unsynced(path, as_bytes("whole"), *files).has_value());

  BOOST_TEST(as_text(files->read(path, 10)->bytes) == "whole");
  BOOST_TEST(files_beside() == 1U);
}

BOOST_AUTO_TEST_CASE(what_another_process_writes_is_left_to_it) {
  const auto theirs = files->write_locked(temporary_beside(path), as_bytes("theirs"));
  BOOST_TEST_REQUIRE(theirs.has_value());

  BOOST_TEST(replace_file_unsynced(path, as_bytes("ours"), *files).has_value());

  BOOST_TEST(as_text(files->read(path, 10)->bytes) == "ours");
  BOOST_TEST(as_text(files->read(temporary_beside(path), 10)->bytes) == "theirs");
}

BOOST_AUTO_TEST_CASE(a_link_under_the_temporary_s_name_is_not_written_through) {
  const std::string elsewhere = temp / "elsewhere";
  BOOST_TEST(files->write_new(elsewhere, as_bytes("not ours")).has_value());
  std::filesystem::create_symlink(elsewhere, temporary_beside(path));

  BOOST_TEST(replace_file_unsynced(path, as_bytes("ours"), *files).has_value());

  BOOST_TEST(as_text(files->read(elsewhere, 10)->bytes) == "not ours");
  BOOST_TEST(as_text(files->read(path, 10)->bytes) == "ours");
}

BOOST_AUTO_TEST_SUITE_END()
