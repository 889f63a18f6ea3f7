// A cache that others can write: whatever its rows say, an output is right or is made anew.
#include <boost/test/unit_test.hpp>

#include "engine/recipe/optimize_image.h"
#include "tests/support/build_world.h"
#include "tests/support/pictures/jpeg_writer.h"
#include "tests/support/pictures/png_writer.h"

using namespace pixmill;
using namespace pixmill::test;

namespace {

std::string png(std::uint64_t seed, int width = 40, int level = 1) {
  Random random(seed);
  const FileBytes file = png_file(screenshot(width, 30, 3, 20, random), {.level = level});
  return {file.begin(), file.end()};
}

std::string jpeg(std::uint64_t seed, int width = 40, int quality = 95) {
  Random random(seed);
  const FileBytes file = jpeg_file(photograph(width, 30, 3, random), {.quality = quality});
  return {file.begin(), file.end()};
}

std::string optimized(const std::string& file, const Settings& settings) {
  const auto result = optimize_image(as_bytes(file), settings, {}).value();
  return std::string(as_text(result.bytes));
}

/// What is in a cache that is only read.
class ReadOnlyResults final : public ResultStore {
 public:
  explicit ReadOnlyResults(ResultStore& results) : results_(results) {}

  std::optional<StoredResult> find(const ActionKey& key) override { return results_.find(key); }
  std::vector<std::optional<StoredResult>> find_all(std::span<const ActionKey> keys) override {
    return results_.find_all(keys);
  }
  std::optional<Bytes> load(const BlobRef& blob) override { return results_.load(blob); }
  std::unique_ptr<BlobReader> blob_reader() override { return results_.blob_reader(); }
  void put(std::span<const NewResult>) override {}
  Claim claim(const ActionKey&) override { return Claim::ours; }
  void release(const ActionKey&) override {}

 private:
  ResultStore& results_;
};

struct Untrusted : World {
  const Settings settings = layers.profile(layers.profile_of("a")).settings;

  Untrusted() {
    options.check_restored = true;
    files.put("/src/a.png", png(1));
    files.put("/src/b.jpg", jpeg(1));
    files.advance(10 * k_second_ns);
  }

  /// The cache says that `source` becomes `output`, and tells what it likes.
  void poison(const std::string& source, const std::string& output, const OutputFacts& facts) {
    const Format format = sniff_format(as_bytes(source));
    const auto info = inspect_image(as_bytes(source), {}).value();
    Outcome outcome;
    outcome.status = ImageStatus::optimized;
    outcome.format = format;
    outcome.width = info.width;
    outcome.height = info.height;
    outcome.output = facts;
    const ActionKey key = action_key(recipe_hash(recipe_parts(format, format, settings)),
                                     content_hash(as_bytes(source)));
    const BlobRef blob{content_hash(as_bytes(output)), output.size()};
    const NewResult result{key, {encode_outcome(outcome), blob}, as_bytes(output)};
    results.put({&result, 1});
  }

  /// Builds; whether both outputs are what they are without a cache.
  bool builds_right() {
    last = build();
    return files.text("/out/a.png") == optimized(png(1), settings) &&
           files.text("/out/b.jpg") == optimized(jpeg(1), settings);
  }
  Summary last;
};

OutputFacts facts(Format format, std::uint32_t width, Method method) {
  return {format, width, 30, method, {}, {}, {}};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(untrusted_cache, Untrusted)

BOOST_AUTO_TEST_CASE(honest_rows_are_hits_without_a_word) {
  BOOST_TEST(builds_right());
  files.erase("/out");
  trees.forget_all();

  BOOST_TEST(builds_right());

  BOOST_TEST(last.counters.hits == 2u);
  BOOST_TEST(last.counters.encodes == 0u);
  BOOST_TEST(reporter.warnings.empty());
}

BOOST_AUTO_TEST_CASE(a_right_output_that_cannot_be_written_fails_by_name) {
  build();
  files.erase("/out");
  trees.forget_all();
  options.jobs = 1;  // a.png comes first
  files.fail_nth(Op::write, 1);

  const Summary summary = build();

  BOOST_TEST_REQUIRE(summary.failures.size() == 1u);
  BOOST_TEST(summary.failures[0].source == "a.png");
  BOOST_TEST(summary.counters.encodes == 0u);
  BOOST_TEST(reporter.warnings.empty());
  BOOST_TEST((files.text("/out/b.jpg") == optimized(jpeg(1), settings)));
  BOOST_TEST(!files.exists("/out/.pixmill-tmp"));
}

BOOST_AUTO_TEST_CASE(another_picture_of_the_same_size_is_no_lossless_result) {
  poison(png(1), optimized(png(2), settings), facts(Format::png, 40, Method::transcode));
  poison(jpeg(1), jpeg(2, 40, 20), facts(Format::jpeg, 40, Method::transcode));

  BOOST_TEST(builds_right());

  BOOST_TEST(last.counters.encodes == 2u);
  BOOST_TEST(reporter.warnings.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_wrong_output_is_warned_of_once_where_the_plan_was_made_again) {
  settle();
  poison(png(3), optimized(png(2), settings), facts(Format::png, 40, Method::transcode));
  ReadOnlyResults read_only(results);
  files.put("/src/a.png", png(3));
  files.erase("/out/b.jpg");
  files.advance(10 * k_second_ns);
  options.jobs = 2;  // so that outputs are looked at while a.png is checked
  reporter.warnings.clear();

  const auto summary = build_tree(request, layers, options, {files, read_only, trees, reporter});

  BOOST_TEST(summary->failures.empty());
  BOOST_TEST(reporter.warnings.size() == 1u);
  BOOST_TEST((files.text("/out/a.png") == optimized(png(3), settings)));
  BOOST_TEST(files.exists("/out/b.jpg"));
}

BOOST_AUTO_TEST_CASE(a_png_that_calls_itself_lossy_is_held_to_its_pixels_all_the_same) {
  poison(png(1), optimized(png(2), settings), facts(Format::png, 40, Method::search));

  BOOST_TEST(builds_right());
}

BOOST_AUTO_TEST_CASE(another_size_than_the_source_s_or_the_row_s_is_refused) {
  poison(png(1), optimized(png(1, 32), settings), facts(Format::png, 32, Method::transcode));
  poison(jpeg(1), jpeg(1, 40, 20), facts(Format::jpeg, 41, Method::search));

  BOOST_TEST(builds_right());
}

BOOST_AUTO_TEST_CASE(another_format_is_refused) {
  poison(png(1), jpeg(1, 40, 20), facts(Format::jpeg, 40, Method::search));
  poison(jpeg(1), gif("small"), facts(Format::jpeg, 40, Method::search));

  BOOST_TEST(builds_right());
}

BOOST_AUTO_TEST_CASE(what_does_not_decode_is_refused) {
  std::string cut = jpeg(1, 40, 20);
  cut.resize(cut.size() - 30);
  poison(jpeg(1), cut, facts(Format::jpeg, 40, Method::search));
  std::string flipped = optimized(png(1), settings);
  flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 4);
  poison(png(1), flipped, facts(Format::png, 40, Method::transcode));

  BOOST_TEST(builds_right());
}

BOOST_AUTO_TEST_CASE(a_larger_output_is_refused) {
  poison(png(1), png(1, 40, 0), facts(Format::png, 40, Method::transcode));

  BOOST_TEST(builds_right());
}

BOOST_AUTO_TEST_CASE(one_image_for_a_rule_is_checked_likewise) {
  poison(png(1), optimized(png(2), settings), facts(Format::png, 40, Method::transcode));
  const OneRequest one{"/src/a.png", "/o.png", "", "", {}, ""};

  const auto summary = build_one(one, layers, options, around());

  BOOST_TEST(summary->counters.encodes == 1u);
  BOOST_TEST(files.text("/o.png").value() == optimized(png(1), settings));
  BOOST_TEST(reporter.warnings.size() == 1u);
}

BOOST_AUTO_TEST_CASE(one_s_own_cache_is_trusted_by_its_hashes) {
  options.check_restored = false;
  const std::string other = optimized(png(2), settings);
  poison(png(1), other, facts(Format::png, 40, Method::transcode));

  build();

  BOOST_TEST(files.text("/out/a.png").value() == other);
}

BOOST_AUTO_TEST_SUITE_END()
