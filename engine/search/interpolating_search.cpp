#include "engine/search/interpolating_search.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace pixmill {

namespace {

/// libjpeg's scale of steps at a quality, and back.
double scale_of(double quality) {
  return quality < 50 ? 50 / quality : 2 - 0.02 * quality;
}
double quality_of(double scale) {
  return scale > 1 ? 50 / scale : (2 - scale) / 0.02;
}

struct Point {
  double x;  ///< square root of the scale
  double y;  ///< square root of what is missing to 100
};

Point point_of(const Probe& probe) {
  return {std::sqrt(scale_of(probe.quality)), std::sqrt(std::max(0.0, 100 - probe.score))};
}

/// Slopes outside of these come from probes that lie too near to each other.
constexpr double k_least_slope = 2.5;
constexpr double k_largest_slope = 12.0;
/// Aiming this much of the band above the target, since a miss below costs a probe more.
constexpr double k_aim = 0.4;

class Search {
 public:
  Search(const InterpolationGoal& goal, const ScoreAt& score_at)
      : goal_(goal), score_at_(score_at) {}

  Result<InterpolatedChoice> run() {
    int quality = std::clamp(goal_.first, goal_.range.low, goal_.range.high);
    while (true) {
      const Result<double> score = score_at_(quality);
      if (!score) return unexpected(score.error());
      note({quality, *score});
      if (is_done()) return answer();
      quality = next();
    }
  }

 private:
  void note(const Probe& probe) {
    probes_.push_back(probe);
    if (probe.score >= goal_.target - goal_.below) {
      if (!enough_ || probe.quality < enough_->quality) enough_ = probe;
    } else if (!short_ || probe.quality > short_->quality) {
      short_ = probe;
    }
    // where scores are not monotone, what is enough counts, and the search goes on below it
    if (enough_ && short_ && short_->quality > enough_->quality) short_.reset();
  }

  bool is_done() const {
    if (!enough_) return short_->quality >= goal_.range.high;
    if (enough_->score <= goal_.target + goal_.above) return true;
    if (static_cast<int>(probes_.size()) >= goal_.max_probes) return true;
    return enough_->quality <= lowest_open();
  }

  int lowest_open() const { return short_ ? short_->quality + 1 : goal_.range.low; }

  int next() const {
    if (!enough_ && static_cast<int>(probes_.size()) >= goal_.max_probes - 1) {
      return goal_.range.high;
    }
    const int low = lowest_open();
    const int high = enough_ ? enough_->quality - 1 : goal_.range.high;
    return std::clamp(guess(), low, high);
  }

  int guess() const {
    const double wanted = goal_.target - goal_.below + k_aim * (goal_.below + goal_.above);
    return quality_for(enough_ ? *enough_ : *short_, slope(), wanted);
  }

  /// By the two probes around the goal, else by the two nearest to it.
  double slope() const {
    if (probes_.size() < 2) return goal_.slope;
    const Probe& nearest = enough_ ? *enough_ : *short_;
    const Probe& before = probes_[probes_.size() - 2];
    const bool is_bracket = enough_ && short_;
    const Point a = point_of(nearest);
    const Point b = point_of(is_bracket ? *short_ : before);
    if ((a.x - b.x) * (a.y - b.y) <= 0) return goal_.slope;
    return std::clamp((a.y - b.y) / (a.x - b.x), k_least_slope, k_largest_slope);
  }

  InterpolatedChoice answer() const {
    const Probe& best = enough_ ? *enough_ : *short_;
    return {{best.quality, best.score, probes_}, enough_.has_value(), slope()};
  }

  const InterpolationGoal& goal_;
  const ScoreAt& score_at_;
  std::vector<Probe> probes_;
  std::optional<Probe> enough_;  ///< the lowest that reached the goal
  std::optional<Probe> short_;   ///< the highest below it that did not
};

}  // namespace

int quality_for(const Probe& probe, double slope, double wanted) {
  const Point from = point_of(probe);
  const double y = std::sqrt(std::max(0.0, 100 - wanted));
  const double x = std::max(0.0, from.x + (y - from.y) / slope);
  return static_cast<int>(std::lround(std::clamp(quality_of(x * x), 1.0, 100.0)));
}

Result<InterpolatedChoice> interpolate_quality(const InterpolationGoal& goal,
                                               const ScoreAt& score_at) {
  return Search(goal, score_at).run();
}

}  // namespace pixmill
