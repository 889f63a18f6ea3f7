#include "engine/metric/metric.h"

#include "engine/metric/psnr.h"
#include "engine/metric/sad.h"
#include "engine/metric/ssim.h"
#include "engine/metric/ssimulacra2/error_map.h"
#include "engine/metric/ssimulacra2/ssimulacra2.h"

namespace pixmill {

std::span<const MetricRow> metrics() {
  static constexpr MetricRow k_metrics[] = {
      {"sad",
       "1 minus the mean difference of 400x400 thumbnails, as optimize-images has it; at most 1",
       compare_by_sad,
       nullptr,
       Metric::sad,
       1},
      {"psnr",
       "peak signal-to-noise ratio over all colour samples, in dB; 100 for identical pictures",
       compare_by_psnr,
       nullptr,
       Metric::psnr,
       1},
      {"ssim",
       "structural similarity of luma over 8x8 windows, up to 1",
       compare_by_ssim,
       nullptr,
       Metric::ssim,
       1},
      {"ssimulacra2",
       "perceptual, up to 100: 90 is visually lossless, 70 high, 50 medium quality",
       compare_by_ssimulacra2,
       map_ssimulacra2_errors,
       Metric::ssimulacra2,
       1},
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
