#include "tool/report/check_text.h"

#include <vector>

#include "tool/text/human.h"
#include "tool/text/size.h"

namespace pixmill::tool {

namespace {

/// Says by how much, for two sizes may look alike when they are rounded.
std::string over_budget_text(std::uint64_t bytes, std::uint64_t budget_bytes) {
  return human_size(bytes) + ", " + human_size(bytes - budget_bytes) + " over the budget of " +
         human_size(budget_bytes);
}

std::string finding_text(FindingKind kind, const JudgedImage& judged, const Budget& budget) {
  const CheckedImage& image = judged.image;
  switch (kind) {
    case FindingKind::could_be_smaller:
      return human_size(image.source_bytes) + " could be " + human_size(image.best_bytes) + " (" +
             human_percent_saved(image.source_bytes, image.best_bytes) + " less)";
    case FindingKind::output_missing:
      return "the output is missing";
    case FindingKind::output_differs:
      return "the output is not what a build would write";
    case FindingKind::over_budget:
      break;
  }
  return over_budget_text(judged.weight_bytes, budget.per_image_bytes.value_or(0)) +
         " for one image";
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text.append(text.empty() ? "" : ", ").append(part);
  return text;
}

/// What a person does about it.
std::string advice(const Verdict& verdict) {
  if (verdict.mode == CheckMode::against_output) {
    const bool is_stale = verdict.count(FindingKind::output_missing) > 0 ||
                          verdict.count(FindingKind::output_differs) > 0 ||
                          !verdict.leftovers.empty() || verdict.manifest_is_stale;
    return is_stale ? "`pixmill build` brings the output up to date.\n" : "";
  }
  return verdict.saving_bytes > 0 ? "`pixmill optimize` makes them smaller, saving " +
                                        human_size(verdict.saving_bytes) + ".\n"
                                  : "";
}

std::vector<std::string> counts(const Verdict& verdict) {
  std::vector<std::string> parts;
  const auto add = [&](std::uint64_t count, std::string_view what) {
    if (count > 0) parts.push_back(human_count(count) + " " + std::string(what));
  };
  add(verdict.count(FindingKind::could_be_smaller), "could be smaller");
  add(verdict.count(FindingKind::output_missing), "without output");
  add(verdict.count(FindingKind::output_differs), "with another output");
  add(verdict.leftovers.size(), "left over");
  add(verdict.count(FindingKind::over_budget), "over the budget");
  add(verdict.failed, "failed");
  return parts;
}

}  // namespace

std::string findings_text(const Verdict& verdict) {
  std::string text;
  for (const JudgedImage& judged : verdict.images) {
    for (const FindingKind kind : judged.findings) {
      text +=
          printable(judged.image.name) + ": " + finding_text(kind, judged, verdict.budget) + "\n";
    }
  }
  for (const std::string& path : verdict.leftovers) {
    text += printable(path) + ": an output whose source is gone\n";
  }
  if (verdict.manifest_is_stale) text += "The manifest is missing, or lists other outputs.\n";
  if (verdict.is_total_over_budget()) {
    text += "All images together: " +
            over_budget_text(verdict.total_bytes, *verdict.budget.total_bytes) + "\n";
  }
  return text;
}

std::string check_summary_text(const Verdict& verdict, double seconds) {
  std::string text = counted(verdict.images.size() + verdict.failed, "image", "images") +
                     " checked in " + human_duration(seconds) + ": ";
  const std::vector<std::string> parts = counts(verdict);
  if (!parts.empty()) {
    text += joined(parts);
  } else {
    text += verdict.is_clean() ? "all is well" : "see above";
  }
  text += ".\n" + advice(verdict);
  if (verdict.interrupted) text += "Interrupted: not every image was looked at.\n";
  return text;
}

}  // namespace pixmill::tool
