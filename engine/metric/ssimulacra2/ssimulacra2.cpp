#include "engine/metric/ssimulacra2/ssimulacra2.h"

#include <algorithm>
#include <string>
#include <vector>

#include "engine/metric/opaque_views.h"
#include "engine/metric/ssimulacra2/candidate_walk.h"
#include "engine/metric/ssimulacra2/prepared_source.h"
#include "engine/metric/ssimulacra2/sub_scores.h"

namespace pixmill {
namespace ssimulacra2 {
namespace {

/// A source as it looks over one background.
struct Prepared {
  Background background;
  PreparedSource source;
};

class Ssimulacra2 : public Comparison {
 public:
  Ssimulacra2(const Image& reference, PlaneArena& arena, const Kernels& kernels)
      : shape_{reference.width, reference.height, reference.channels, 1, {}},
        plan_(plan_scales(reference.width, reference.height)),
        kernels_(kernels),
        memory_(plan_, kernels, arena) {
    if (is_translucent(reference)) {
      prepare(reference, Background::black, arena);
      prepare(reference, Background::white, arena);
    } else {
      prepare(reference, Background::none, arena);
    }
  }

  Result<double> score(const Image& candidate) override {
    if (Status status = check_same_size(shape_, candidate); !status) {
      return unexpected(status.error());
    }
    if (!is_translucent(candidate) || prepared_.size() == 2) return worst_over_sources(candidate);
    // an opaque source looks the same behind any background
    const PreparedSource& source = prepared_.front().source;
    return std::min(score_over(source, candidate, Background::black),
                    score_over(source, candidate, Background::white));
  }

 private:
  void prepare(const Image& reference, Background background, PlaneArena& arena) {
    prepared_.push_back({background, PreparedSource(plan_, arena)});
    memory_.walk.begin(reference, background);
    prepared_.back().source.prepare(plan_, kernels_, memory_.walk, memory_.blur);
  }

  double worst_over_sources(const Image& candidate) {
    double worst = 100.0;
    for (const Prepared& prepared : prepared_) {
      worst = std::min(worst, score_over(prepared.source, candidate, prepared.background));
    }
    return worst;
  }

  double score_over(const PreparedSource& source, const Image& candidate, Background background) {
    memory_.walk.begin(candidate, background);
    return score_of(plan_, compare_with(source, plan_, kernels_, memory_));
  }

  Image shape_;  ///< the reference's, without its pixels
  std::vector<ScalePlan> plan_;
  const Kernels& kernels_;
  CandidateMemory memory_;
  std::vector<Prepared> prepared_;  ///< one, or two over black and white
};

/// A comparison together with memory of its own.
class WithOwnArena : public Comparison {
 public:
  WithOwnArena(const Image& reference, const Kernels& kernels)
      : comparison_(reference, arena_, kernels) {}
  Result<double> score(const Image& candidate) override { return comparison_.score(candidate); }

 private:
  PlaneArena arena_;
  Ssimulacra2 comparison_;
};

}  // namespace
}  // namespace ssimulacra2

Status check_ssimulacra2_size(const Image& reference) {
  if (std::min(reference.width, reference.height) >= ssimulacra2::k_min_side) return {};
  return unexpected(ErrorCode::unsupported,
                    "SSIMULACRA2 is not defined for sides under 8 pixels, and this picture has " +
                        std::to_string(reference.width) + "x" + std::to_string(reference.height));
}

Result<std::unique_ptr<Comparison>> compare_by_ssimulacra2(const Image& reference) {
  if (const Status status = check_ssimulacra2_size(reference); !status) {
    return unexpected(status.error());
  }
  return std::unique_ptr<Comparison>(
      std::make_unique<ssimulacra2::WithOwnArena>(reference, ssimulacra2::best_kernels()));
}

Result<std::unique_ptr<Comparison>> compare_by_ssimulacra2(const Image& reference,
                                                           ssimulacra2::PlaneArena& arena,
                                                           const ssimulacra2::Kernels& kernels) {
  if (const Status status = check_ssimulacra2_size(reference); !status) {
    return unexpected(status.error());
  }
  arena.clear();
  return std::unique_ptr<Comparison>(
      std::make_unique<ssimulacra2::Ssimulacra2>(reference, arena, kernels));
}

}  // namespace pixmill
