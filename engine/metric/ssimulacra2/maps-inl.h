// The error maps of a chunk, summed as they are computed. Included once for each target; see
// kernels.cpp. The formulas are those of ssimulacra2.cc (SSIMMap, EdgeDiffMap).
#if defined(PIXMILL_SSIMULACRA2_MAPS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef PIXMILL_SSIMULACRA2_MAPS_INL
#undef PIXMILL_SSIMULACRA2_MAPS_INL
#else
#define PIXMILL_SSIMULACRA2_MAPS_INL
#endif

#include <array>
#include <cstddef>

#include "engine/metric/ssimulacra2/blur_columns-inl.h"
#include "engine/metric/ssimulacra2/kernels.h"
#include "engine/metric/ssimulacra2/vector-inl.h"
#include "engine/metric/ssimulacra2/window-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pixmill::ssimulacra2::HWY_NAMESPACE {

/// Sums of a map's values and of their 4th powers over a chunk of a strip. A column always falls to
/// the same one of eight lanes, and those are added in one order: the same rounding on every
/// target.
class NormSums {
 public:
  HWY_INLINE NormSums() {
    sums_.fill(hn::Zero(Floats()));
    sums_4th_.fill(hn::Zero(Floats()));
  }
  /// Adds a vector of values >= 0 of the lanes from part * k_lanes.
  HWY_INLINE void add(std::size_t part, Vector value) {
    const Vector squared = hn::Mul(value, value);
    sums_[part] = hn::Add(sums_[part], value);
    sums_4th_[part] = hn::Add(sums_4th_[part], hn::Mul(squared, squared));
  }
  HWY_INLINE void add_to(double& sum, double& sum_4th) const {
    sum += total(sums_);
    sum_4th += total(sums_4th_);
  }

 private:
  using Lanes = std::array<Vector, 8 / k_lanes>;

  static HWY_INLINE double total(const Lanes& lanes) {
    HWY_ALIGN std::array<float, 8> values;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
      hn::Store(lanes[i], Floats(), values.data() + i * k_lanes);
    }
    double sum = 0.0;
    for (const float value : values) sum += static_cast<double>(value);
    return sum;
  }

  Lanes sums_;
  Lanes sums_4th_;
};

/// The local statistics of the candidate in one chunk.
struct CandidateChunk {
  Blurred mean;
  Blurred square;   ///< E[b^2]
  Blurred product;  ///< E[a b]
};

/// A vector's place: its row in the strip, its column in the picture and in the chunk, and which of
/// the eight lanes' vectors it is.
struct Place {
  std::size_t row = 0;
  std::size_t x = 0;
  std::size_t column = 0;
  std::size_t part = 0;
};

/// Adds map(place) for every vector of the chunk's rows that lie in the picture.
template <class Map, class Add>
HWY_INLINE void sum_map(const Strip& strip, const Chunk& chunk, const Map& map, const Add& add) {
  const Floats d;
  for (std::size_t row = strip.begin; row < strip.end; ++row) {
    for (std::size_t column = 0; column < chunk.columns; column += k_lanes) {
      const std::size_t x = chunk.begin + column;
      if (x >= strip.width) break;
      const Place place{row, x, column, column % 8 / k_lanes};
      const Vector value = map(place);
      const std::size_t left = strip.width - x;
      add(place.part, left >= k_lanes ? value : hn::IfThenElseZero(hn::FirstN(d, left), value));
    }
  }
}

/// 1 - SSIM', with the denominator of SSIM's luminance term left out.
HWY_INLINE void add_structure(const ComparisonStrip& strip,
                              const Chunk& chunk,
                              const CandidateChunk& candidate,
                              MapSums& sums) {
  const Floats d;
  const Vector one = hn::Set(d, 1.0f);
  const Vector c2 = hn::Set(d, 0.0009f);
  NormSums norms;
  const auto map = [&](const Place& at) {
    const Vector mean_a = hn::LoadU(d, strip.mean[at.row] + at.x);
    const Vector variance_a = hn::LoadU(d, strip.variance[at.row] + at.x);
    const Vector mean_b = hn::Load(d, candidate.mean.row(at.row) + at.column);
    const Vector square_b = hn::Load(d, candidate.square.row(at.row) + at.column);
    const Vector product = hn::Load(d, candidate.product.row(at.row) + at.column);

    const Vector difference = hn::Sub(mean_a, mean_b);
    const Vector luminance = hn::Sub(one, hn::Mul(difference, difference));
    const Vector covariance = hn::Sub(product, hn::Mul(mean_a, mean_b));
    const Vector variance_b = hn::Sub(square_b, hn::Mul(mean_b, mean_b));
    const Vector numerator = hn::Add(hn::Add(covariance, covariance), c2);
    const Vector denominator = hn::Add(hn::Add(variance_a, variance_b), c2);
    const Vector ssim = hn::Div(hn::Mul(luminance, numerator), denominator);
    return hn::Max(hn::Sub(one, ssim), hn::Zero(d));
  };
  sum_map(strip, chunk, map, [&](std::size_t part, Vector value) { norms.add(part, value); });
  norms.add_to(sums.structure, sums.structure_4th);
}

/// How much further (ringing) or less far (blurring) the candidate is from its local mean than the
/// source: (1 + |b - mean b|) / (1 + |a - mean a|) - 1, written as one fraction.
HWY_INLINE void add_edges(const ComparisonStrip& strip,
                          const Chunk& chunk,
                          const CandidateChunk& candidate,
                          MapSums& sums) {
  const Floats d;
  const Vector one = hn::Set(d, 1.0f);
  NormSums ringing;
  NormSums blurring;
  const auto map = [&](const Place& at) {
    const Vector a = hn::LoadU(d, strip.source[at.row] + at.x);
    const Vector b = hn::LoadU(d, strip.candidate[at.row] + at.x);
    const Vector mean_a = hn::LoadU(d, strip.mean[at.row] + at.x);
    const Vector mean_b = hn::Load(d, candidate.mean.row(at.row) + at.column);
    const Vector edge_a = hn::Abs(hn::Sub(a, mean_a));
    const Vector edge_b = hn::Abs(hn::Sub(b, mean_b));
    return hn::Div(hn::Sub(edge_b, edge_a), hn::Add(one, edge_a));
  };
  sum_map(strip, chunk, map, [&](std::size_t part, Vector value) {
    ringing.add(part, hn::Max(value, hn::Zero(d)));
    blurring.add(part, hn::Max(hn::Neg(value), hn::Zero(d)));
  });
  ringing.add_to(sums.ringing, sums.ringing_4th);
  blurring.add_to(sums.blurring, sums.blurring_4th);
}

}  // namespace pixmill::ssimulacra2::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
