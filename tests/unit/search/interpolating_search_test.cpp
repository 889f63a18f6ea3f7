#include "engine/search/interpolating_search.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace pixmill;

namespace {

double scale_of(int quality) {
  return quality < 50 ? 50.0 / quality : 2 - 0.02 * quality;
}

/// A picture whose missing score grows with the quantiser, bent a little as real ones are.
double natural_score(int quality, double offset, double slope) {
  const double x = std::sqrt(scale_of(quality));
  const double y = offset + slope * x + 0.4 * (x - 0.7) * (x - 0.7);
  return 100 - y * y;
}

InterpolatedChoice search(const InterpolationGoal& goal, double (*score)(int)) {
  const auto found =
      interpolate_quality(goal, [&](int quality) -> Result<double> { return score(quality); });
  BOOST_REQUIRE(found.has_value());
  return *found;
}

}  // namespace

BOOST_AUTO_TEST_CASE(natural_pictures_take_few_probes) {
  const InterpolationGoal goal{{30, 95}};
  std::size_t probes = 0;
  int pictures = 0;
  for (int offset_fifths = 5; offset_fifths <= 13; ++offset_fifths) {
    for (int slope_halves = 6; slope_halves <= 11; ++slope_halves) {
      const double offset = offset_fifths / 5.0;
      const double slope = slope_halves / 2.0;
      const auto score_at = [&](int quality) { return natural_score(quality, offset, slope); };
      if (score_at(30) > goal.target || score_at(95) < goal.target) continue;
      const auto found = interpolate_quality(
          goal, [&](int quality) -> Result<double> { return score_at(quality); });
      BOOST_REQUIRE(found.has_value());
      BOOST_TEST(found->reached);
      BOOST_TEST(found->choice.score >= goal.target);
      BOOST_TEST(found->choice.score <= goal.target + 1.5);
      probes += found->choice.probes.size();
      ++pictures;
    }
  }

  BOOST_TEST(pictures > 20);
  BOOST_TEST(static_cast<double>(probes) / pictures <= 3.0);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_reached_is_the_highest_quality_and_said) {
  const auto found = search({{30, 90}}, [](int quality) { return quality / 2.0; });

  BOOST_TEST(!found.reached);
  BOOST_TEST(found.choice.quality == 90);
  BOOST_TEST(found.choice.score == 45);
}

BOOST_AUTO_TEST_CASE(what_is_reached_everywhere_is_the_lowest_quality) {
  const auto found = search({{30, 95}}, [](int) { return 90.0; });

  BOOST_TEST(found.reached);
  BOOST_TEST(found.choice.quality == 30);
}

BOOST_AUTO_TEST_CASE(a_range_of_one_takes_one_probe) {
  const auto found = search({{60, 60}}, [](int) { return 10.0; });

  BOOST_TEST(found.choice.quality == 60);
  BOOST_TEST(found.choice.probes.size() == 1u);
}

BOOST_AUTO_TEST_CASE(no_quality_is_tried_twice_and_probes_are_bounded) {
  // a spike, as a JPEG source has at its own quality, over a flat and unsteady ground
  const auto spiky = [](int quality) {
    return quality == 80 ? 97.0 : 60.0 + (quality % 7) + quality / 10.0;
  };
  for (int first = 30; first <= 95; ++first) {
    InterpolationGoal goal{{30, 95}};
    goal.first = first;
    const auto found =
        interpolate_quality(goal, [&](int quality) -> Result<double> { return spiky(quality); });
    BOOST_REQUIRE(found.has_value());
    std::vector<int> tried;
    for (const Probe& probe : found->choice.probes) tried.push_back(probe.quality);
    BOOST_TEST(tried.size() <= static_cast<std::size_t>(goal.max_probes));
    std::sort(tried.begin(), tried.end());
    BOOST_CHECK(std::adjacent_find(tried.begin(), tried.end()) == tried.end());
  }
}

BOOST_AUTO_TEST_CASE(an_interpolating_search_fails_as_its_scores_do) {
  const auto found = interpolate_quality(InterpolationGoal{{30, 95}}, [](int) -> Result<double> {
    return unexpected(ErrorCode::internal, "no score");
  });

  BOOST_TEST(!found.has_value());
}
