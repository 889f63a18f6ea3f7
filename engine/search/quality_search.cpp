#include "engine/search/quality_search.h"

#include <bit>
#include <optional>

namespace pixmill {

namespace {

/// Scores, each asked for once.
class Probes {
 public:
  explicit Probes(const ScoreAt& score_at) : score_at_(score_at) {}

  Result<Probe> at(int quality) {
    for (const Probe& probe : probes_) {
      if (probe.quality == quality) return probe;
    }
    const Result<double> score = score_at_(quality);
    if (!score) return unexpected(score.error());
    return probes_.emplace_back(Probe{quality, *score});
  }

  QualityChoice choose(const Probe& probe) && {
    return {probe.quality, probe.score, std::move(probes_)};
  }

 private:
  const ScoreAt& score_at_;
  std::vector<Probe> probes_;
};

/// floor(log2(span)) + 1, none for an empty span
int rounds_for(int span) {
  return span > 0 ? static_cast<int>(std::bit_width(static_cast<unsigned>(span))) : 0;
}

}  // namespace

Result<QualityChoice> bisect_quality(QualityRange range,
                                     const ScoreAt& score_at,
                                     const GoodEnough& good_enough) {
  Probes probes(score_at);
  std::optional<Probe> best;
  const int rounds = rounds_for(range.high - range.low);
  for (int round = 0; round < rounds; ++round) {
    const int middle = (range.low + range.high) / 2;
    const Result<Probe> probe = probes.at(middle);
    if (!probe) return unexpected(probe.error());
    if (good_enough(probe->score)) {
      best = *probe;
      range.high = middle;
    } else {
      range.low = middle;
    }
  }
  if (best) return std::move(probes).choose(*best);
  const Result<Probe> last = probes.at(range.high);
  if (!last) return unexpected(last.error());
  return std::move(probes).choose(*last);
}

}  // namespace pixmill
