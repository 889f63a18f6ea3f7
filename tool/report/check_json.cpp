#include "tool/report/check_json.h"

#include <cmath>

#include "engine/build/manifest.h"
#include "tool/report/counter_names.h"
#include "tool/report/json_events.h"
#include "tool/text/json_line.h"

namespace pixmill::tool {

namespace {

Json event_of(const std::string& source) {
  const ManifestName name = manifest_name(source);
  Json event{{"event", "image"}, {"source", name.text}};
  if (name.escaped) event["source_escaped"] = true;
  return event;
}

Json optional_size(const std::optional<std::uint64_t>& size) {
  return size ? Json(*size) : Json(nullptr);
}

Json escaped_names(const std::vector<std::string>& paths) {
  Json names = Json::array();
  for (const std::string& path : paths) names.push_back(manifest_name(path).text);
  return names;
}

}  // namespace

std::string check_image_event(const JudgedImage& judged) {
  Json findings = Json::array();
  for (const FindingKind kind : judged.findings) findings.push_back(finding_name(kind));
  Json event = event_of(judged.image.name);
  event["status"] = judged.findings.empty() ? "ok" : "found";
  event["findings"] = std::move(findings);
  event["cache"] = origin_name(judged.image.origin);
  event["format"] = format_name(judged.image.format);
  event["source_bytes"] = judged.image.source_bytes;
  event["best_bytes"] = judged.image.best_bytes;
  return json_line(event);
}

std::string check_failure_event(const ImageReport& failure) {
  Json event = event_of(failure.source);
  event["status"] = "failed";
  event["findings"] = Json::array();
  event["message"] = failure.message;
  return json_line(event);
}

std::string check_summary_event(const Verdict& verdict, double seconds) {
  Json counts = Json::object();
  for (const FindingKind kind : {FindingKind::could_be_smaller,
                                 FindingKind::output_missing,
                                 FindingKind::output_differs,
                                 FindingKind::over_budget}) {
    counts[std::string(finding_name(kind))] = verdict.count(kind);
  }
  const Json event{{"event", "summary"},
                   {"clean", verdict.is_clean() && verdict.failed == 0},
                   {"images", verdict.images.size()},
                   {"failed", verdict.failed},
                   {"findings", std::move(counts)},
                   {"total_bytes", verdict.total_bytes},
                   {"saving_bytes", verdict.saving_bytes},
                   {"budget_total_bytes", optional_size(verdict.budget.total_bytes)},
                   {"budget_per_image_bytes", optional_size(verdict.budget.per_image_bytes)},
                   {"total_over_budget", verdict.is_total_over_budget()},
                   {"leftover_outputs", escaped_names(verdict.leftovers)},
                   {"manifest_stale", verdict.manifest_is_stale},
                   {"interrupted", verdict.interrupted},
                   {"stats", counters_json(verdict.counters)},
                   {"seconds", std::round(seconds * 1000) / 1000}};
  return json_line(event);
}

}  // namespace pixmill::tool
