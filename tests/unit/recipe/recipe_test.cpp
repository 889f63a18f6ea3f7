#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "engine/recipe/action_key.h"
#include "engine/recipe/choose.h"
#include "engine/settings/setting.h"

using namespace pixmill;

namespace {

Candidate candidate(std::size_t size, bool lossless) {
  Candidate made;
  made.bytes.resize(size);
  made.lossless = lossless;
  return made;
}

bool has_part(const std::vector<KeyPart>& parts, std::string_view name) {
  return std::ranges::any_of(parts, [&](const KeyPart& part) { return part.name == name; });
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_original_is_kept_unless_something_is_smaller) {
  const std::vector<Candidate> equal{candidate(100, true), candidate(120, false)};
  BOOST_CHECK(!choose(equal, 100, 1.0));
  BOOST_CHECK(!choose({}, 100, 1.0));
}

BOOST_AUTO_TEST_CASE(keep_below_binds_lossy_candidates_only) {
  const std::vector<Candidate> candidates{candidate(99, true), candidate(98, false)};
  BOOST_TEST(choose(candidates, 100, 0.98).value() == 0u);
  BOOST_TEST(choose(candidates, 100, 0.99).value() == 1u);
}

BOOST_AUTO_TEST_CASE(of_equal_sizes_the_first_is_chosen) {
  const std::vector<Candidate> candidates{candidate(50, false), candidate(50, true)};
  BOOST_TEST(choose(candidates, 100, 1.0).value() == 0u);
  BOOST_TEST(smallest(candidates).value() == 0u);
}

BOOST_AUTO_TEST_CASE(a_recipe_holds_what_its_format_reads_and_no_more) {
  Settings searching;
  Settings lossless;
  lossless.jpeg.mode = JpegMode::lossless;
  const auto parts = recipe_parts(Format::jpeg, Format::jpeg, searching);

  BOOST_TEST(has_part(parts, "jpeg.target"));
  BOOST_TEST(!has_part(parts, "png.level"));
  BOOST_TEST(!has_part(recipe_parts(Format::jpeg, Format::jpeg, lossless), "jpeg.target"));
  Settings other = searching;
  other.png.level = 3;
  BOOST_CHECK(recipe_parts(Format::jpeg, Format::jpeg, other) == parts);
  BOOST_CHECK(recipe_parts(Format::png, Format::png, other) !=
              recipe_parts(Format::png, Format::png, searching));
}

BOOST_AUTO_TEST_CASE(the_key_of_known_parts_never_changes) {
  const Hash128 recipe = recipe_hash(recipe_parts(Format::gif, Format::gif, {}));
  const ContentHash content = content_hash(as_bytes("GIF89a"));

  BOOST_TEST(action_key(recipe, content).hex() == "5b662e571e963971ee80512eeb558cf7");
  BOOST_TEST(own_output_key(recipe, content).hex() == "703db0bec595b8795576585799432ece");
}
