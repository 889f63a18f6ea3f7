#include "engine/metric/metric.h"

#include "engine/metric/ssimulacra2/ssimulacra2.h"

namespace pixmill {

std::span<const MetricRow> metrics() {
  static constexpr MetricRow k_metrics[] = {
      {Metric::ssimulacra2, "ssimulacra2", k_ssimulacra2_help, ssimulacra2_against},
  };
  return k_metrics;
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
