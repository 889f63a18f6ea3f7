// Damage done to outputs that lie in files.
#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <random>

#include "cache/blob_format.h"
#include "cache_fixture.h"

using namespace pixmill;
using namespace pixmill::test;
using cache::SqliteStore;

namespace {

struct LargeBlob : CacheFixture {
  std::filesystem::path file =
      cache::BlobFiles(folder).path_of(content_hash(output_of("large", k_large)));
  SqliteStore store{options()};

  LargeBlob() { keep(store, "large", k_large); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(blob_faults, LargeBlob)

BOOST_AUTO_TEST_CASE(a_blob_cut_anywhere_is_a_miss_and_works_again_once_put) {
  const Bytes intact = read_bytes(file);
  for (std::size_t length = 0; length < k_large; length += length < 64 ? 1 : 1009) {
    write_bytes(file, ByteView(intact).first(length));

    BOOST_REQUIRE(!serves(store, "large", k_large));
    BOOST_REQUIRE(!std::filesystem::exists(file));

    keep(store, "large", k_large);
    BOOST_REQUIRE(serves(store, "large", k_large));
  }
  BOOST_TEST(warnings.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_cut_within_the_description_still_serves_the_whole_content) {
  const Bytes intact = read_bytes(file);
  for (std::size_t length = k_large; length < intact.size(); ++length) {
    write_bytes(file, ByteView(intact).first(length));
    BOOST_REQUIRE(serves(store, "large", k_large));
  }
}

BOOST_AUTO_TEST_CASE(a_small_blob_cut_at_every_length_is_damaged_or_whole) {
  constexpr std::size_t k_size = 300;
  const Bytes bytes = output_of("tiny", k_size);
  const BlobRef blob{content_hash(bytes), k_size};
  const NewResult result{key_of("tiny"), {"record of tiny", blob}, bytes};
  cache::BlobFiles blobs(folder);
  BOOST_TEST_REQUIRE(blobs.write({&result, 1}, 0));
  const Bytes intact = read_bytes(blobs.path_of(blob.hash));
  BOOST_TEST_REQUIRE(intact.size() > k_size);
  for (std::size_t length = 0; length <= intact.size(); ++length) {
    write_bytes(blobs.path_of(blob.hash), ByteView(intact).first(length));

    const auto loaded = blobs.load(blob);
    const auto described =
        cache::read_blob_description(cache::open_regular_file(blobs.path_of(blob.hash)));

    BOOST_TEST(loaded.bytes.has_value() == (length >= k_size));
    BOOST_TEST(loaded.damaged == (length < k_size));
    if (loaded.bytes) BOOST_TEST((*loaded.bytes == bytes));
    BOOST_TEST(described.has_value() == (length == intact.size()));
  }
}

BOOST_AUTO_TEST_CASE(two_thousand_flipped_bits_never_serve_wrong_bytes) {
  const Bytes intact = read_bytes(file);
  std::mt19937 random(19721229);
  for (int round = 0; round < 2'000; ++round) {
    Bytes flipped = intact;
    const std::size_t at = random() % flipped.size();
    flipped[at] ^= static_cast<std::uint8_t>(1U << random() % 8);
    write_bytes(file, flipped);

    BOOST_REQUIRE(serves(store, "large", k_large) == (at >= k_large));
  }
}

BOOST_AUTO_TEST_CASE(a_lost_blob_is_a_miss) {
  std::filesystem::remove(file);

  BOOST_TEST(!serves(store, "large", k_large));
}

BOOST_AUTO_TEST_CASE(a_fifo_or_link_in_its_place_is_neither_waited_for_nor_followed) {
  const auto elsewhere = temp / "elsewhere";
  std::filesystem::rename(file, elsewhere);
  std::filesystem::create_symlink(elsewhere, file);
  BOOST_TEST(!serves(store, "large", k_large));

  std::filesystem::remove(file);
  BOOST_TEST_REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
  BOOST_TEST(!serves(store, "large", k_large));
}

BOOST_AUTO_TEST_SUITE_END()
