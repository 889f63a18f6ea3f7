// The action key changes when the output's bytes could, and only then: held against what was
// recorded (tests/support/golden_outputs.h).
#include "tests/support/golden_outputs.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <iostream>
#include <set>

using namespace pixmill::test;

namespace {

const std::filesystem::path k_folder = std::filesystem::path(PIXMILL_GOLDEN_FOLDER) / "outputs";

struct Recorded {
  std::vector<GoldenOutput> rows = read_golden_outputs(k_folder);

  /// By the same library, or null.
  const GoldenOutput* find(const GoldenOutput& made) const {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const GoldenOutput& row) {
      return row.library == made.library && is_same_action(row, made);
    });
    return found == rows.end() ? nullptr : &*found;
  }
  static bool is_same_action(const GoldenOutput& a, const GoldenOutput& b) {
    return a.codec == b.codec && a.preset == b.preset && a.source == b.source;
  }
  bool knows_library(const GoldenOutput& made) const {
    return std::any_of(rows.begin(), rows.end(), [&](const GoldenOutput& row) {
      return row.codec == made.codec && row.library == made.library;
    });
  }
};

std::string advice(const GoldenOutput& recorded, const GoldenOutput& made) {
  const std::string what =
      "the output of " + made.source + " under " + made.preset + " (" + made.library + ") ";
  if (recorded.recipe == made.recipe) {
    return what + "has other bytes, and its action key is the same: caches would serve stale " +
           "results. If that is meant, raise the version of the " + made.codec +
           " codec in engine/codec/" + made.codec +
           " (or that of the metric that chose otherwise), then run ./dev golden and commit what "
           "it changes";
  }
  if (recorded.output == made.output) {
    return what + "is the same, and its action key is another: every cached one would be made " +
           "again for nothing. If that is meant, run ./dev golden and commit what it changes";
  }
  return what +
         "and its action key changed, as they should together: run ./dev golden and commit "
         "what it changes";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(golden_outputs)

BOOST_AUTO_TEST_CASE(no_bytes_change_without_the_key_nor_the_key_without_bytes) {
  const Recorded recorded;
  BOOST_TEST_REQUIRE(!recorded.rows.empty());
  for (const GoldenOutput& made : make_golden_outputs(k_folder)) {
    if (!recorded.knows_library(made)) continue;  // the next test's
    const GoldenOutput* const row = recorded.find(made);
    BOOST_TEST(row != nullptr,
               "nothing is recorded for " << made.source << " under " << made.preset
                                          << ": run ./dev golden and commit what it changes");
    if (row != nullptr) BOOST_TEST((*row == made), advice(*row, made));
  }
}

BOOST_AUTO_TEST_CASE(a_library_of_which_nothing_is_recorded_has_keys_of_its_own) {
  const Recorded recorded;
  const std::vector<GoldenOutput> made = make_golden_outputs(k_folder);
  std::set<std::string> told;
  for (const GoldenOutput& output : made) {
    if (recorded.knows_library(output)) continue;
    if (told.insert(output.library).second) {
      std::cout << "tests/golden/outputs knows nothing of " << output.library
                << ": its bytes are not compared, only that they repeat and that its keys are its "
                   "own; ./dev golden records them\n";
    }
    for (const GoldenOutput& row : recorded.rows) {
      if (Recorded::is_same_action(row, output)) BOOST_TEST(row.recipe != output.recipe);
    }
  }
  BOOST_TEST((make_golden_outputs(k_folder) == made));
}

BOOST_AUTO_TEST_SUITE_END()
