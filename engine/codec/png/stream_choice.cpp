#include "engine/codec/png/stream_choice.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "engine/codec/png/deflate.h"
#include "engine/codec/png/effort.h"
#include "engine/codec/png/png_writer.h"

namespace pixmill::png {

namespace {

struct Trial {
  std::size_t form = 0;
  FilterStrategy strategy = FilterStrategy::none;
  double size_bytes = 0;  ///< estimated of the whole
};

// Long enough that repetitions from row to row show, short enough that several fit.
constexpr std::uint32_t k_band_rows = 32;

/// Bands of about `bytes` together, evenly spread; the whole picture if it is not much larger.
std::vector<RowBand> trial_bands(const Raster& raster, std::size_t bytes) {
  const std::size_t stride = raster.row_bytes() + 1;
  const std::size_t band_count = std::max<std::size_t>(bytes / (stride * k_band_rows), 1);
  if (std::size_t{raster.height} <= band_count * k_band_rows * 3 / 2) return {{0, raster.height}};
  std::vector<RowBand> bands;
  const std::uint64_t room = raster.height - k_band_rows;
  for (std::size_t i = 0; i < band_count; ++i) {
    // the middle of each of band_count equal parts
    const std::uint64_t first = room * (2 * i + 1) / (2 * band_count);
    bands.push_back({static_cast<std::uint32_t>(first), k_band_rows});
  }
  return bands;
}

/// Tries filters on one form.
class FormTrials {
 public:
  FormTrials(const Raster& raster, const Effort& effort, const Deflater& deflater)
      : raster_(raster),
        deflater_(deflater),
        bands_(trial_bands(raster, effort.trial_bytes)),
        overhead_bytes_(static_cast<double>(palette_chunks_bytes(raster))) {}

  /// The estimated size of the whole: the bands' size in proportion.
  double size_bytes(FilterStrategy strategy) const {
    const Bytes filtered = filter_bands(raster_, strategy, bands_);
    const auto whole = static_cast<double>((raster_.row_bytes() + 1) * raster_.height);
    const auto part = static_cast<double>(filtered.size());
    return static_cast<double>(deflater_.compress(filtered).size()) * whole / part +
           overhead_bytes_;
  }

 private:
  const Raster& raster_;
  const Deflater& deflater_;
  std::vector<RowBand> bands_;
  double overhead_bytes_;
};

// Of 149 screenshots and 14 wallpapers, none was larger by this than with all forms tried.
constexpr double k_left_behind = 1.15;

/// The strategies after the first, and the refinements if the last of those was the best.
void try_filters(std::size_t form,
                 const FormTrials& form_trials,
                 const Effort& effort,
                 std::vector<Trial>& trials) {
  double best = trials[form].size_bytes;
  bool last_is_best = false;
  const auto try_one = [&](FilterStrategy strategy) {
    const double size = form_trials.size_bytes(strategy);
    last_is_best = size < best;
    best = std::min(best, size);
    trials.push_back({form, strategy, size});
  };
  for (const FilterStrategy strategy : effort.strategies.subspan(1)) try_one(strategy);
  if (!last_is_best) return;
  for (const FilterStrategy strategy : effort.refinements) try_one(strategy);
}

/// All trials, best first; ties keep the order in which they were made.
std::vector<Trial> run_trials(const std::vector<Raster>& forms, const Effort& effort) {
  const Deflater deflater(effort.trial_level);
  std::vector<FormTrials> form_trials;
  std::vector<Trial> trials;
  double best_first = std::numeric_limits<double>::max();
  for (std::size_t form = 0; form < forms.size(); ++form) {
    form_trials.emplace_back(forms[form], effort, deflater);
    const double size = form_trials[form].size_bytes(effort.strategies.front());
    trials.push_back({form, effort.strategies.front(), size});
    best_first = std::min(best_first, size);
  }
  for (std::size_t form = 0; form < forms.size(); ++form) {
    if (trials[form].size_bytes > best_first * k_left_behind) continue;
    try_filters(form, form_trials[form], effort, trials);
  }
  std::stable_sort(trials.begin(), trials.end(), [](const Trial& a, const Trial& b) {
    return a.size_bytes < b.size_bytes;
  });
  return trials;
}

}  // namespace

StreamChoice choose_stream(const std::vector<Raster>& forms, int level) {
  const Effort effort = effort_of(level);
  std::vector<Trial> finalists = run_trials(forms, effort);
  finalists.resize(std::min(finalists.size(), effort.finalists));

  const Deflater deflater(level);
  StreamChoice best;
  std::size_t best_size = std::numeric_limits<std::size_t>::max();
  for (const Trial& trial : finalists) {
    const Raster& raster = forms[trial.form];
    const std::size_t overhead = palette_chunks_bytes(raster);
    if (overhead >= best_size) continue;
    const Bytes filtered = filter_all(raster, trial.strategy);
    std::optional<Bytes> stream = deflater.compress(filtered, best_size - overhead - 1);
    if (!stream) continue;
    best_size = stream->size() + overhead;
    best = {trial.form, std::move(*stream)};
  }
  return best;
}

}  // namespace pixmill::png
