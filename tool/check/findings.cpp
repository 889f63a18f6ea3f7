#include "tool/check/findings.h"

#include <algorithm>

namespace pixmill::tool {

namespace {

JudgedImage judge_image(const CheckedImage& image, CheckMode mode, const Budget& budget) {
  JudgedImage judged{image, image.source_bytes, {}};
  if (mode == CheckMode::against_output) {
    judged.weight_bytes = image.best_bytes;
    if (image.output == OutputState::missing) {
      judged.findings.push_back(FindingKind::output_missing);
    } else if (image.output == OutputState::different) {
      judged.findings.push_back(FindingKind::output_differs);
    }
  } else if (image.best_bytes < image.source_bytes) {
    judged.findings.push_back(FindingKind::could_be_smaller);
  }
  if (budget.per_image_bytes && judged.weight_bytes > *budget.per_image_bytes) {
    judged.findings.push_back(FindingKind::over_budget);
  }
  return judged;
}

}  // namespace

std::string_view finding_name(FindingKind kind) {
  switch (kind) {
    case FindingKind::could_be_smaller:
      return "could_be_smaller";
    case FindingKind::output_missing:
      return "output_missing";
    case FindingKind::output_differs:
      return "output_differs";
    case FindingKind::over_budget:
      break;
  }
  return "over_budget";
}

std::uint64_t Verdict::count(FindingKind kind) const {
  return static_cast<std::uint64_t>(
      std::count_if(images.begin(), images.end(), [&](const JudgedImage& judged) {
        return std::count(judged.findings.begin(), judged.findings.end(), kind) > 0;
      }));
}

bool Verdict::is_clean() const {
  return leftovers.empty() && !manifest_is_stale && !is_total_over_budget() &&
         std::all_of(images.begin(), images.end(), [](const JudgedImage& judged) {
           return judged.findings.empty();
         });
}

Verdict judge(const CheckResult& result, CheckMode mode, const Budget& budget) {
  Verdict verdict;
  verdict.mode = mode;
  verdict.budget = budget;
  verdict.leftovers = result.leftovers;
  verdict.manifest_is_stale = result.manifest_is_stale;
  verdict.failed = result.failures.size();
  verdict.interrupted = result.interrupted;
  verdict.counters = result.counters;
  for (const CheckedImage& image : result.images) {
    verdict.images.push_back(judge_image(image, mode, budget));
    verdict.total_bytes += verdict.images.back().weight_bytes;
    if (mode == CheckMode::in_place && image.best_bytes < image.source_bytes) {
      verdict.saving_bytes += image.source_bytes - image.best_bytes;
    }
  }
  return verdict;
}

}  // namespace pixmill::tool
