#include "tool/report/json_events.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/build/manifest.h"
#include "tool/report/counter_names.h"

namespace pixmill::tool {

namespace {

Json formats_json(const Summary& summary) {
  Json formats = Json::object();
  for (const auto& [format, totals] : summary.formats) {
    formats[std::string(format_name(format))] = {{"images", totals.images},
                                                 {"source_bytes", totals.source_bytes},
                                                 {"output_bytes", totals.output_bytes}};
  }
  return formats;
}

}  // namespace

std::string_view origin_name(Origin origin) {
  switch (origin) {
    case Origin::unchanged:
      return "unchanged";
    case Origin::hit:
      return "hit";
    case Origin::miss:
      break;
  }
  return "miss";
}

Json counters_json(const Counters& counters) {
  Json stats = Json::object();
  for (const NamedCounter& counter : k_counters) {
    stats[std::string(counter.name)] = counters.*counter.value;
  }
  return stats;
}

std::string image_event(const ImageReport& report) {
  const ManifestName name = manifest_name(report.source);
  Json event{{"event", "image"}, {"source", name.text}};
  if (name.escaped) event["source_escaped"] = true;
  event["status"] = status_name(report.status);
  event["cache"] = origin_name(report.origin);
  event["format"] = format_name(report.format);
  event["source_bytes"] = report.source_bytes;
  event["output_bytes"] = report.output_bytes;
  if (report.output.width != 0) {
    event["width"] = report.output.width;
    event["height"] = report.output.height;
  }
  if (report.output.orientation != 1) event["orientation"] = report.output.orientation;
  event["message"] = report.message;
  return json_line(event);
}

std::string summary_event(const Summary& summary, double seconds) {
  const Json event{{"event", "summary"},
                   {"formats", formats_json(summary)},
                   {"failed", summary.failures.size()},
                   {"interrupted", summary.interrupted},
                   {"stats", counters_json(summary.counters)},
                   {"seconds", std::round(seconds * 1000) / 1000}};
  return json_line(event);
}

}  // namespace pixmill::tool
