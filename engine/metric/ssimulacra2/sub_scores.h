// From error maps to one number: which of SSIMULACRA2's 54 maps are worth computing, and how their
// norms become the score.
//
// The definition weighs 108 norms: for each channel X, Y and B, for up to six scales, the mean and
// the 4-norm of three maps. 56 weights are zero and 27 more are at most 0.0021: leaving those out
// moves a score by at most 0.0006 (measured over 155 pairs), and it leaves 1.68 channel-pixels a
// pixel to filter instead of 4.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pixmill::ssimulacra2 {

inline constexpr std::size_t k_channels = 3;  ///< X, Y, B
inline constexpr std::size_t k_max_scales = 6;
/// The definition has no score for pictures with a shorter side.
inline constexpr std::uint32_t k_min_side = 8;

/// Which error maps of one channel at one scale the score needs.
enum class Maps : std::uint8_t { none, structure, structure_and_edges };

struct ScalePlan {
  std::size_t width = 0;
  std::size_t height = 0;
  std::array<Maps, k_channels> maps{};

  bool is_needed() const;
};

/// The scales that the definition has for pictures of this size, largest first. Each halves the one
/// before, rounding up; it stops after the first whose shorter side is under 8.
std::vector<ScalePlan> plan_scales(std::size_t width, std::size_t height);

/// Sums over all pixels of one channel at one scale: of each map's values, and of their 4th powers.
struct MapSums {
  double structure = 0;
  double structure_4th = 0;
  double ringing = 0;
  double ringing_4th = 0;
  double blurring = 0;
  double blurring_4th = 0;
};
using ScaleSums = std::array<MapSums, k_channels>;

/// The final nonlinearity, which fits the weighted sum of all norms to subjective scores.
double fitted_score(double weighted_sum);

/// The score: 100 for no error, lower for more, without a lower bound.
/// `sums` holds one entry for each entry of `plan`; maps that were not planned are left at zero.
double score_of(const std::vector<ScalePlan>& plan, const std::vector<ScaleSums>& sums);

}  // namespace pixmill::ssimulacra2
