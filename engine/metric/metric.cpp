#include "engine/metric/metric.h"

namespace pixmill {

std::span<const MetricRow> metrics() {
  return {};
}

const MetricRow* find_metric(std::string_view name) {
  for (const MetricRow& row : metrics()) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

const MetricRow* find_metric(Metric metric) {
  for (const MetricRow& row : metrics()) {
    if (row.metric == metric) return &row;
  }
  return nullptr;
}

}  // namespace pixmill
