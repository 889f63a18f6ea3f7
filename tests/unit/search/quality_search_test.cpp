#include "engine/search/quality_search.h"

#include <boost/test/unit_test.hpp>

using namespace pixmill;

namespace {

/// A score that grows with quality, so that exactly those from `threshold` on are good enough.
QualityChoice bisect(QualityRange range, int threshold) {
  const auto result = bisect_quality(
      range,
      [](int quality) -> Result<double> { return quality; },
      [&](double score) { return score >= threshold; });
  BOOST_REQUIRE(result.has_value());
  return *result;
}

std::vector<int> qualities(const QualityChoice& choice) {
  std::vector<int> tried;
  for (const Probe& probe : choice.probes) tried.push_back(probe.quality);
  return tried;
}

}  // namespace

BOOST_AUTO_TEST_CASE(bisects_as_optimize_images_does) {
  const QualityChoice choice = bisect({75, 80}, 0);

  BOOST_CHECK((qualities(choice) == std::vector{77, 76, 75}));
  BOOST_TEST(choice.quality == 75);
  BOOST_TEST(choice.score == 75.0);
}

BOOST_AUTO_TEST_CASE(chooses_the_lowest_that_is_good_enough) {
  for (int threshold = 76; threshold <= 79; ++threshold) {
    BOOST_TEST(bisect({75, 80}, threshold).quality == threshold);
  }
}

BOOST_AUTO_TEST_CASE(takes_the_highest_when_none_is_good_enough) {
  const QualityChoice choice = bisect({75, 80}, 1000);

  BOOST_CHECK((qualities(choice) == std::vector{77, 78, 79, 80}));
  BOOST_TEST(choice.quality == 80);
  BOOST_TEST(choice.score == 80.0);
}

BOOST_AUTO_TEST_CASE(asks_for_no_score_twice) {
  // 77 passes and 76 fails, so the third round would look at 76 again
  BOOST_CHECK((qualities(bisect({75, 80}, 77)) == std::vector{77, 76}));
}

BOOST_AUTO_TEST_CASE(a_range_of_one_quality_is_that_quality) {
  const QualityChoice choice = bisect({82, 82}, 0);

  BOOST_TEST(choice.quality == 82);
  BOOST_TEST(choice.probes.size() == 1u);
}

BOOST_AUTO_TEST_CASE(searches_wide_ranges_in_logarithmic_time) {
  const QualityChoice choice = bisect({1, 100}, 42);

  BOOST_TEST(choice.quality == 42);
  BOOST_TEST(choice.probes.size() <= 7u);
}

BOOST_AUTO_TEST_CASE(fails_as_the_scoring_fails) {
  const auto result = bisect_quality(
      {75, 80},
      [](int) -> Result<double> { return unexpected(ErrorCode::internal, "no score"); },
      [](double) { return true; });

  BOOST_REQUIRE(!result.has_value());
  BOOST_TEST(result.error().message == "no score");
}
