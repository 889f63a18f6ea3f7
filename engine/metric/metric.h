// How alike two pictures are. A metric is a file in this folder and its row in metric.cpp.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "engine/base/result.h"
#include "engine/image/image.h"
#include "engine/metric/error_map.h"
#include "engine/settings/settings.h"

namespace pixmill {

/// One reference picture, prepared once; candidates are scored against it in turn.
/// Not for two threads at once; holds what it needs of the reference.
class Comparison {
 public:
  virtual ~Comparison() = default;
  /// Higher is more alike, in the metric's own unit. Fails when the sizes differ, naming both.
  virtual Result<double> score(const Image& candidate) = 0;
};

struct MetricRow {
  std::string_view name;
  std::string_view help;  ///< one line: range and meaning of the score
  Result<std::unique_ptr<Comparison>> (*against)(const Image& reference);
  /// Where the metric sees the errors that its score is made of; null if its score has no places.
  Result<ErrorMap> (*map_errors)(const Image& reference, const Image& candidate);
  Metric metric;
  /// Raised by hand whenever a score changes; part of the action key of what it was searched with.
  int version;
};

/// Every metric that is built in, in the order in which to list them.
std::span<const MetricRow> metrics();

/// Null if there is none of that name (or number).
const MetricRow* find_metric(std::string_view name);
const MetricRow* find_metric(Metric metric);

}  // namespace pixmill
