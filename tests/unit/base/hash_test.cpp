#include "engine/base/hash.h"

#include <xxhash.h>

#include <boost/test/unit_test.hpp>

using namespace pixmill;

BOOST_AUTO_TEST_CASE(content_hash_is_what_xxhsum_prints) {
  // the published hash of no bytes with seed 0
  BOOST_TEST(content_hash(as_bytes("")).hex() == "99aa06d3014798d86001c324468d497f");
}

BOOST_AUTO_TEST_CASE(hash_is_the_library_s_at_every_length) {
  Bytes bytes(5000);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * i >> 3);

  // around what is hashed in one piece, in stripes of 64 bytes, and in blocks of 1,024
  for (std::size_t size = 0; size <= bytes.size(); size += size < 1200 ? 1 : 61) {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), size));
    const Hash128 hash = hash128(ByteView(bytes).first(size));

    BOOST_TEST(std::equal(hash.bytes.begin(), hash.bytes.end(), std::begin(canonical.digest)));
  }
}

BOOST_AUTO_TEST_CASE(a_hash_in_pieces_is_that_of_the_whole) {
  Bytes bytes(20'000);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * i >> 3);

  for (const std::size_t piece : {1u, 63u, 64u, 256u, 1000u, 4096u, 20'000u}) {
    ContentHasher hasher;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      hasher.add(ByteView(bytes).subspan(at, std::min(piece, bytes.size() - at)));
    }
    BOOST_CHECK(hasher.digest() == content_hash(bytes));
  }
}

BOOST_AUTO_TEST_CASE(hash_round_trips_through_text) {
  const ContentHash hash = content_hash(as_bytes("pixmill"));

  BOOST_CHECK(Hash128::parse(hash.tagged()) == hash);
  BOOST_CHECK(Hash128::parse(hash.hex()) == hash);
  BOOST_CHECK(!Hash128::parse("xxh3-128:12"));
  BOOST_CHECK(!Hash128::parse(std::string(32, 'g')));
}

BOOST_AUTO_TEST_CASE(parts_are_framed_by_their_lengths) {
  PartHasher a;
  a.add("ab", "c");
  PartHasher b;
  b.add("a", "bc");

  BOOST_CHECK(a.digest() != b.digest());
}
