// Records and manifests come from disks: damage is nothing, or something else, but never a crash.
#include <boost/test/unit_test.hpp>
#include <random>

#include "engine/build/depfile.h"
#include "engine/build/intent.h"
#include "engine/build/manifest.h"
#include "engine/build/manifest_text.h"
#include "engine/build/outcome_record.h"
#include "engine/build/tree_state.h"

using namespace pixmill;

namespace {

Outcome sample_outcome() {
  Outcome outcome;
  outcome.status = ImageStatus::optimized;
  outcome.format = Format::jpeg;
  outcome.reason = "a reason";
  outcome.search = SearchReport{Metric::sad, 77, 0.99, 6};
  outcome.output = {Format::jpeg, 3, 4, Method::search, 77, Metric::sad, 0.99, 6};
  return outcome;
}

FolderState sample_folder() {
  EntryState image;
  image.name = "a.jpg";
  image.format = Format::jpeg;
  image.source.trusted = true;
  EntryState foreign;
  foreign.name = "b.txt";
  return {image, foreign};
}

TreeHeader sample_header() {
  TreeHeader header;
  header.roots = {"/src"};
  header.output = "/out";
  header.recipes = {{{"schema", "1"}, {"source", "jpeg"}}};
  header.formats[Format::jpeg] = {1, 2, 3};
  header.statuses[ImageStatus::kept] = 1;
  return header;
}

/// Cuts the record everywhere and flips bits at random.
template <class Decode>
void check_damage(const std::string& record, Decode decode) {
  BOOST_REQUIRE(decode(record).has_value());
  for (std::size_t length = 0; length < record.size(); ++length) {
    BOOST_TEST(!decode(std::string_view(record).substr(0, length)).has_value(), "cut " << length);
  }
  std::mt19937 random(1);
  for (int i = 0; i < 5000; ++i) {
    std::string damaged = record;
    for (int flips = 0; flips < 3; ++flips) {
      damaged[random() % damaged.size()] ^= static_cast<char>(1u << (random() % 8));
    }
    static_cast<void>(decode(damaged));
  }
  std::string counted = record.substr(0, 1) + "\xFF\xFF\xFF\xFF";
  BOOST_TEST(!decode(counted).has_value());
}

}  // namespace

BOOST_AUTO_TEST_CASE(records_round_trip_and_damage_is_survived) {
  BOOST_CHECK(decode_outcome(encode_outcome(sample_outcome())) == sample_outcome());
  BOOST_TEST(decode_folder(encode_folder(sample_folder()))->at(0).name == "a.jpg");
  BOOST_TEST(decode_header(encode_header(sample_header()))->output == "/out");

  check_damage(encode_outcome(sample_outcome()), decode_outcome);
  check_damage(encode_folder(sample_folder()), decode_folder);
  check_damage(encode_header(sample_header()), decode_header);
  check_damage(encode_rows({{"a", "{}"}, {"b", "{}"}}), decode_rows);
}

BOOST_AUTO_TEST_CASE(intents_round_trip_and_short_ones_are_left_out) {
  const std::vector<StaleOutput> outputs{{"a/b\n.png", content_hash(as_bytes("x"))},
                                         {"c.png", content_hash(as_bytes("y"))}};
  const std::string text = encode_intents(outputs);

  const auto all = decode_intents(text);
  BOOST_TEST_REQUIRE(all.size() == 2U);
  for (std::size_t i = 0; i < all.size(); ++i) {
    BOOST_TEST(all[i].path == outputs[i].path);
    BOOST_TEST((all[i].hash == outputs[i].hash));
  }
  BOOST_TEST(decode_intents("").empty());
  const std::size_t second = text.find('\0') + 1;
  for (std::size_t length = 0; length < text.size(); ++length) {
    const auto left = decode_intents(std::string_view(text).substr(0, length));
    const std::size_t whole = (length >= 32 ? 1U : 0U) + (length >= second + 32 ? 1U : 0U);
    BOOST_TEST(left.size() == whole);
  }
  BOOST_TEST(decode_intents("z" + text.substr(1)).size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_intent_alone_is_written_as_it_was_by_earlier_versions) {
  const StaleOutput output{"a.png", content_hash(as_bytes("x"))};
  BOOST_TEST(encode_intents({&output, 1}) == output.hash.hex() + "a.png");
}

BOOST_AUTO_TEST_CASE(any_name_comes_back_from_the_manifest) {
  std::mt19937 random(2);
  for (int i = 0; i < 5000; ++i) {
    std::string path;
    for (std::size_t length = random() % 12; length > 0; --length) {
      path += i % 2 == 0 ? static_cast<char>(random()) : "%A4\xC3\xA9\xE9"[random() % 6];
    }
    BOOST_REQUIRE(path_of(manifest_name(path)) == path);
  }
}

BOOST_AUTO_TEST_CASE(a_reason_that_is_no_utf8_is_written_all_the_same) {
  Outcome outcome = sample_outcome();
  outcome.reason = "chunk \xFF";
  BOOST_TEST(manifest_row({"a", 1, {}, "a", 1, {}}, outcome).starts_with("{"));
}

BOOST_AUTO_TEST_CASE(only_a_manifest_with_paths_that_stay_inside_claims_outputs) {
  const auto claims = [](std::string_view path) {
    const std::string row = manifest_row({path, 1, {}, path, 1, {}}, sample_outcome());
    return outputs_in_manifest(as_text(ManifestText({}, {{row, {}}}).joined().value())).size();
  };
  BOOST_TEST(claims("a/b.png") == 1u);
  BOOST_TEST(claims("a\xFF.png") == 1u);
  BOOST_TEST(claims("/etc/passwd") == 0u);
  BOOST_TEST(claims("../a.png") == 0u);
  BOOST_TEST(claims("a/../../b") == 0u);

  for (const std::string_view text :
       {"",
        "{",
        "[]",
        R"({"schema":1})",
        R"({"schema":"pixmill-manifest/1","images":[1]})",
        R"({"schema":"pixmill-manifest/1","images":[{"outputs":[{"path":2}]}]})"}) {
    BOOST_TEST(outputs_in_manifest(text).empty());
  }
  BOOST_TEST(outputs_in_manifest(std::string(100'000, '[')).empty());
}

BOOST_AUTO_TEST_CASE(depfiles_escape_what_make_would_take_for_syntax) {
  BOOST_TEST(depfile_text("a b:c", {"d#$e", "f\ng"}) == "a\\ b\\:c: \\\n  d\\#$$e\n\nd\\#$$e:\n");
}
