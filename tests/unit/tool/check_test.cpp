// What a check finds wrong, and how it is told.
#include <boost/test/unit_test.hpp>

#include "tool/check/findings.h"
#include "tool/report/check_json.h"
#include "tool/report/check_text.h"

using namespace pixmill;
using namespace pixmill::tool;

namespace {

CheckResult one_image(std::uint64_t source_bytes, std::uint64_t best_bytes) {
  CheckResult result;
  result.images.push_back(
      {"a.jpg", Format::jpeg, Origin::hit, source_bytes, best_bytes, OutputState::right});
  return result;
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(check_suite)

BOOST_AUTO_TEST_CASE(an_image_that_cannot_be_smaller_is_clean) {
  const Verdict verdict = judge(one_image(100, 100), CheckMode::in_place, {});

  BOOST_TEST(verdict.is_clean());
  BOOST_TEST(findings_text(verdict) == "");
  BOOST_TEST(contains(check_summary_text(verdict, 0), "all is well"));
}

BOOST_AUTO_TEST_CASE(what_optimize_would_save_is_found_and_summed) {
  const Verdict verdict = judge(one_image(2000, 1500), CheckMode::in_place, {});

  BOOST_TEST(!verdict.is_clean());
  BOOST_TEST(verdict.saving_bytes == 500u);
  BOOST_TEST(findings_text(verdict) == "a.jpg: 2.0 kB could be 1.5 kB (25.0 % less)\n");
}

BOOST_AUTO_TEST_CASE(sources_of_an_output_may_be_as_large_as_they_like) {
  BOOST_TEST(judge(one_image(2000, 1500), CheckMode::against_output, {}).is_clean());
}

BOOST_AUTO_TEST_CASE(a_budget_is_exceeded_by_one_byte_and_not_by_none) {
  const Budget budget{1500, 1500};

  BOOST_TEST(judge(one_image(2000, 1500), CheckMode::against_output, budget).is_clean());
  const Verdict over = judge(one_image(2000, 1501), CheckMode::against_output, budget);

  BOOST_TEST(over.is_total_over_budget());
  BOOST_TEST(over.count(FindingKind::over_budget) == 1u);
  BOOST_TEST(contains(findings_text(over), "a.jpg: 1.5 kB, 1 B over the budget of 1.5 kB"));
  BOOST_TEST(contains(findings_text(over), "All images together"));
}

BOOST_AUTO_TEST_CASE(in_place_the_budget_is_for_the_files_as_they_are) {
  const Verdict verdict = judge(one_image(2000, 1500), CheckMode::in_place, {1500, {}});

  BOOST_TEST(verdict.is_total_over_budget());
}

BOOST_AUTO_TEST_CASE(leftovers_and_a_stale_manifest_are_found) {
  CheckResult result = one_image(10, 10);
  result.leftovers = {"old.png"};
  result.manifest_is_stale = true;

  const Verdict verdict = judge(result, CheckMode::against_output, {});

  BOOST_TEST(!verdict.is_clean());
  BOOST_TEST(contains(findings_text(verdict), "old.png: an output whose source is gone"));
  BOOST_TEST(contains(check_summary_text(verdict, 0), "pixmill build"));
}

BOOST_AUTO_TEST_CASE(json_names_the_findings) {
  CheckResult result = one_image(10, 10);
  result.images[0].output = OutputState::missing;

  const Verdict verdict = judge(result, CheckMode::against_output, {});

  BOOST_TEST(contains(check_image_event(verdict.images[0]), R"("findings":["output_missing"])"));
  BOOST_TEST(contains(check_summary_event(verdict, 0), R"("clean":false)"));
}

BOOST_AUTO_TEST_CASE(names_cannot_garble_a_terminal) {
  CheckResult result = one_image(20, 10);
  result.images[0].name = "a\x1B[31m.jpg";

  BOOST_TEST(!contains(findings_text(judge(result, CheckMode::in_place, {})), "\x1B"));
}

BOOST_AUTO_TEST_SUITE_END()
