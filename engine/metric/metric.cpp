#include "engine/metric/metric.h"

#include "engine/metric/psnr.h"
#include "engine/metric/sad.h"

namespace pixmill {

std::span<const MetricRow> metrics() {
  static constexpr MetricRow k_metrics[] = {
      {Metric::sad,
       "sad",
       "1 minus the mean difference of 400x400 thumbnails, as optimize-images has it; at most 1",
       compare_by_sad},
      {Metric::psnr,
       "psnr",
       "peak signal-to-noise ratio over all colour samples, in dB; 100 for identical pictures",
       compare_by_psnr},
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
