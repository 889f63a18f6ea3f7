#include "engine/metric/ssimulacra2/prepared_source.h"

namespace pixmill::ssimulacra2 {
namespace {

using Channels = std::array<SourceChannel, k_channels>;

Channels allocate(const ScalePlan& scale, PlaneArena& arena) {
  Channels channels;
  const std::size_t stride = row_stride(scale.width);
  for (std::size_t c = 0; c < k_channels; ++c) {
    if (scale.maps[c] == Maps::none) continue;
    channels[c].value = arena.allocate(stride, scale.height);
    channels[c].mean = arena.allocate(stride, scale.height);
    channels[c].variance = arena.allocate(stride, scale.height);
  }
  return channels;
}

/// The rows of strip `index` in the planes of pixels; null below the picture and for other
/// channels.
XybStrip strip_rows(Channels& channels, const ScalePlan& scale, std::size_t index) {
  XybStrip rows{};
  for (std::size_t c = 0; c < k_channels; ++c) {
    if (scale.maps[c] == Maps::none) continue;
    for (std::size_t r = 0; r < k_strip_rows; ++r) {
      const std::size_t y = index * k_strip_rows + r;
      if (y < scale.height) rows[c][r] = channels[c].value.row(y);
    }
  }
  return rows;
}

SourceStrip source_strip(const Strip& strip,
                         const std::array<float*, k_strip_rows>& rows,
                         const float* zeros,
                         SourceChannel& channel) {
  SourceStrip source{strip, {}, {}, {}};
  for (std::size_t r = 0; r < k_strip_rows; ++r) {
    source.in[r] = rows[r] == nullptr ? zeros : rows[r];
  }
  for (std::size_t r = strip.begin; r < strip.end; ++r) {
    source.mean[r] = channel.mean.row(row_out(strip.index, r));
    source.variance[r] = channel.variance.row(row_out(strip.index, r));
  }
  return source;
}

}  // namespace

PreparedSource::PreparedSource(const std::vector<ScalePlan>& plan, PlaneArena& arena) {
  for (const ScalePlan& scale : plan) scales_.push_back(allocate(scale, arena));
}

void PreparedSource::prepare(const std::vector<ScalePlan>& plan,
                             const Kernels& kernels,
                             XybWalk& walk,
                             BlurMemory& memory) {
  for (std::size_t scale = 0; scale < plan.size(); ++scale) {
    if (!plan[scale].is_needed()) continue;
    memory.begin_scale(plan[scale]);
    for (std::size_t index = 0; index < strip_count(plan[scale].height); ++index) {
      const XybStrip rows = strip_rows(scales_[scale], plan[scale], index);
      walk.read_strip(scale, index, rows);
      for (std::size_t c = 0; c < k_channels; ++c) {
        if (plan[scale].maps[c] == Maps::none) continue;
        const Strip strip = memory.strip(plan[scale], c, index);
        SourceChannel& channel = scales_[scale][c];
        kernels.prepare_source(source_strip(strip, rows[c], memory.zeros(), channel));
      }
    }
  }
}

}  // namespace pixmill::ssimulacra2
