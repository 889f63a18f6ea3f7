#include "engine/codec/png/filter_strategy.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <limits>
#include <optional>

namespace pixmill::png {

namespace {

std::uint64_t sum_of_differences(ByteView bytes) {
  std::uint64_t sum = 0;
  for (const std::uint8_t byte : bytes) sum += std::min<unsigned>(byte, 256u - byte);
  return sum;
}

/// n * log2(n) in fixed point with 12 fractional bits: linear between powers of two, which is near
/// enough to rank rows, and rounds the same on every CPU.
std::uint64_t n_log2_n(std::uint64_t n) {
  if (n < 2) return 0;
  const auto whole = static_cast<std::uint64_t>(std::bit_width(n) - 1);
  const std::uint64_t fraction = (n << 12 >> whole) - 4096;
  return n * (whole * 4096 + fraction);
}

/// Up to a constant of the row's length, its bytes' entropy.
std::uint64_t entropy_cost(ByteView bytes) {
  std::array<std::uint32_t, 256> counts{};
  for (const std::uint8_t byte : bytes) ++counts[byte];
  std::uint64_t saved = 0;
  for (const std::uint32_t count : counts) saved += n_log2_n(count);
  return n_log2_n(bytes.size()) * 2 - saved;
}

/// Counts distinct pairs. The set is cleared by forgetting: a pair is in it if it carries the
/// current row's number.
class BigramCounter {
 public:
  std::uint64_t count(ByteView bytes) {
    if (++stamp_ == 0) {
      seen_.assign(seen_.size(), 0);
      stamp_ = 1;
    }
    std::uint64_t distinct = 0;
    for (std::size_t i = 1; i < bytes.size(); ++i) {
      std::uint16_t& seen = seen_[static_cast<std::size_t>(bytes[i - 1]) << 8 | bytes[i]];
      distinct += seen != stamp_;
      seen = stamp_;
    }
    return distinct;
  }

 private:
  std::vector<std::uint16_t> seen_ = std::vector<std::uint16_t>(65536);
  std::uint16_t stamp_ = 0;
};

std::optional<Filter> fixed_filter(FilterStrategy strategy) {
  switch (strategy) {
    case FilterStrategy::none:
      return Filter::none;
    case FilterStrategy::sub:
      return Filter::sub;
    case FilterStrategy::up:
      return Filter::up;
    case FilterStrategy::average:
      return Filter::average;
    case FilterStrategy::paeth:
      return Filter::paeth;
    case FilterStrategy::min_sum:
    case FilterStrategy::entropy:
    case FilterStrategy::bigrams:
      break;
  }
  return std::nullopt;
}

/// Filters row after row into the end of a stream.
class RowFilter {
 public:
  RowFilter(const Raster& raster, FilterStrategy strategy)
      : raster_(raster),
        strategy_(strategy),
        pixel_bytes_(std::max(raster.bits_per_pixel() / 8, 1u)),
        zeros_(raster.row_bytes()) {
    for (Bytes& trial : trials_) trial.resize(raster.row_bytes());
  }

  void append(std::uint32_t y, Bytes& stream) {
    const ByteView row = raster_.row(y);
    const ByteView above = y == 0 ? ByteView(zeros_) : raster_.row(y - 1);
    if (const auto filter = fixed_filter(strategy_)) {
      stream.push_back(static_cast<std::uint8_t>(*filter));
      stream.resize(stream.size() + row.size());
      filter_row(*filter, row, above, pixel_bytes_, std::span(stream).last(row.size()));
      return;
    }
    const std::size_t best = best_filter(row, above);
    stream.push_back(static_cast<std::uint8_t>(best));
    stream.insert(stream.end(), trials_[best].begin(), trials_[best].end());
  }

 private:
  /// The first of the cheapest, so that ties fall to the filter that is fastest to undo.
  std::size_t best_filter(ByteView row, ByteView above) {
    std::size_t best = 0;
    std::uint64_t best_cost = std::numeric_limits<std::uint64_t>::max();
    for (std::size_t i = 0; i < k_filters.size(); ++i) {
      filter_row(k_filters[i], row, above, pixel_bytes_, trials_[i]);
      const std::uint64_t row_cost = cost(trials_[i]);
      if (row_cost < best_cost) {
        best_cost = row_cost;
        best = i;
      }
    }
    return best;
  }

  std::uint64_t cost(ByteView bytes) {
    if (strategy_ == FilterStrategy::min_sum) return sum_of_differences(bytes);
    if (strategy_ == FilterStrategy::entropy) return entropy_cost(bytes);
    return bigrams_.count(bytes);
  }

  const Raster& raster_;
  const FilterStrategy strategy_;
  const std::size_t pixel_bytes_;
  const Bytes zeros_;
  std::array<Bytes, k_filters.size()> trials_;
  BigramCounter bigrams_;
};

}  // namespace

std::string_view strategy_name(FilterStrategy strategy) {
  switch (strategy) {
    case FilterStrategy::none:
      return "none";
    case FilterStrategy::sub:
      return "sub";
    case FilterStrategy::up:
      return "up";
    case FilterStrategy::average:
      return "average";
    case FilterStrategy::paeth:
      return "paeth";
    case FilterStrategy::min_sum:
      return "min_sum";
    case FilterStrategy::entropy:
      return "entropy";
    case FilterStrategy::bigrams:
      break;
  }
  return "bigrams";
}

Bytes filter_bands(const Raster& raster, FilterStrategy strategy, std::span<const RowBand> bands) {
  std::size_t rows = 0;
  for (const RowBand& band : bands) rows += band.count;
  Bytes stream;
  stream.reserve(rows * (raster.row_bytes() + 1));
  RowFilter filter(raster, strategy);
  for (const RowBand& band : bands) {
    for (std::uint32_t y = band.first; y < band.first + band.count; ++y) filter.append(y, stream);
  }
  return stream;
}

Bytes filter_all(const Raster& raster, FilterStrategy strategy) {
  const std::array<RowBand, 1> whole = {RowBand{0, raster.height}};
  return filter_bands(raster, strategy, whole);
}

}  // namespace pixmill::png
