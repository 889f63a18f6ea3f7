#include "engine/base/hash.h"

#include <boost/test/unit_test.hpp>

using namespace pixmill;

BOOST_AUTO_TEST_CASE(content_hash_is_what_xxhsum_prints) {
  // the published hash of no bytes with seed 0
  BOOST_TEST(content_hash(as_bytes("")).hex() == "99aa06d3014798d86001c324468d497f");
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
