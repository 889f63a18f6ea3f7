// Where the last manifest's rows lie that stay: found in its file, without reading it whole.
#include <boost/test/unit_test.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/build/manifest.h"
#include "engine/build/spliced_manifest.h"
#include "tests/support/memory_file_system.h"

using namespace pixmill;
using namespace pixmill::test;

namespace {

/// A manifest of these rows in a file.
struct ManifestFile {
  explicit ManifestFile(const std::string& text) : size_bytes(text.size()) {
    files.put("/m", text);
    opened = files.open("/m").value();
  }
  explicit ManifestFile(const std::vector<std::string>& rows) : ManifestFile(text_of(rows)) {}

  static std::string text_of(const std::vector<std::string>& rows) {
    std::vector<ManifestRows> views;
    views.reserve(rows.size());
    for (const std::string& row : rows) views.push_back({row, {}});
    return std::string(as_text(ManifestText({}, views).joined().value()));
  }

  std::optional<std::vector<KeptRows>> outside(const FolderNames& changed) const {
    return rows_outside(*opened, size_bytes, changed);
  }

  std::string text(const KeptRows& kept) const {
    return files.text("/m")->substr(kept.rows.offset, kept.rows.size_bytes);
  }

  MemoryFileSystem files;
  std::uint64_t size_bytes;
  std::unique_ptr<ReadableFile> opened;
};

}  // namespace

BOOST_AUTO_TEST_CASE(finds_the_rows_outside_some_folders) {
  std::vector<std::string> rows;
  for (int i = 0; i < 2000; ++i) {
    const std::string folder = std::string(1, static_cast<char>('a' + i / 400));
    rows.push_back(failed_manifest_row(folder + "/" + std::to_string(10'000 + i), "x"));
  }
  const ManifestFile manifest(rows);

  const auto kept = manifest.outside({"b", "d"}).value();

  BOOST_TEST_REQUIRE(kept.size() == 3u);
  BOOST_TEST(kept[0].first_source == "a/10000");
  BOOST_TEST(manifest.text(kept[0]).starts_with(rows[0]));
  BOOST_TEST(manifest.text(kept[0]).ends_with(rows[399]));
  BOOST_TEST(manifest.text(kept[1]).starts_with(rows[800]));
  BOOST_TEST(manifest.text(kept[1]).ends_with(rows[1199]));
  BOOST_TEST(manifest.text(kept[2]).starts_with(rows[1600]));
  BOOST_TEST(manifest.text(kept[2]).ends_with(rows[1999]));
}

BOOST_AUTO_TEST_CASE(goes_past_rows_that_are_longer_than_what_is_read_at_once) {
  std::vector<std::string> rows;
  for (int i = 0; i < 6; ++i) {
    const std::string folder = std::string(1, static_cast<char>('a' + i / 2));
    rows.push_back(
        failed_manifest_row(folder + "/" + std::to_string(i), std::string(200'000, 'x')));
  }
  const ManifestFile manifest(rows);

  const auto kept = manifest.outside({"b"}).value();

  BOOST_TEST_REQUIRE(kept.size() == 2u);
  BOOST_TEST(manifest.text(kept[0]) == rows[0] + ",\n" + rows[1]);
  BOOST_TEST(manifest.text(kept[1]) == rows[4] + ",\n" + rows[5]);
}

BOOST_AUTO_TEST_CASE(a_text_that_is_no_manifest_keeps_nothing) {
  for (const char* text : {"",
                           ",\n\"images\": [\n]\n",
                           "{\n\"totals\": {},\n\"images\": [\n{\"name\":\"a\"}\n]\n}\n"}) {
    BOOST_TEST(!ManifestFile(std::string(text)).outside({"a"}).has_value());
  }
  BOOST_TEST(ManifestFile(std::vector<std::string>()).outside({"a"}).value().empty());
}
