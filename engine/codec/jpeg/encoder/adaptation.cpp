#include "engine/codec/jpeg/encoder/adaptation.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "engine/codec/jpeg/encoder/real_functions.h"
#include "engine/codec/jpeg/zigzag.h"

namespace pixmill::jpeg {

namespace {

/// All constants below were chosen on training photographs; their optima are flat (within 0.2 % of
/// the bytes for half and twice each).
constexpr double k_lambda = 2760.0;
constexpr double k_texture_offset = 8192.0;
constexpr double k_brightness_power = -0.3;
constexpr double k_chroma_lambda = 3.26;
/// The block's own share of its texture; the rest is its neighbourhood's.
constexpr float k_own_share = 0.3F;

/// The second pass: D = error / (energies + offset) of a block's AC, E = D^4; the factor is
/// (E + floor * mean E) to this power, within limits, over the picture's geometric mean.
constexpr double k_energy_offset = 1600.0;
constexpr double k_error_floor = 0.1;
constexpr double k_factor_power = 0.3;
constexpr double k_factor_limit = 3.2;  ///< as a power of two

double unit(std::int16_t coefficient) {
  return static_cast<double>(coefficient) / k_dct_one;
}

struct BlockStatistics {
  std::vector<float> energy;  ///< sum of squares of AC
  std::vector<float> dc;
};

BlockStatistics statistics(const DctPlane& plane) {
  BlockStatistics out;
  out.energy.resize(plane.block_count());
  out.dc.resize(plane.block_count());
  for (std::size_t b = 0; b < plane.block_count(); ++b) {
    const std::int16_t* block = plane.values.data() + std::size_t{64} * b;
    std::int64_t sum = 0;
    for (std::size_t i = 1; i < 64; ++i) {
      const std::int32_t square = block[i] * block[i];
      sum += square;
    }
    out.energy[b] = static_cast<float>(sum) / static_cast<float>(k_dct_one * k_dct_one);
    out.dc[b] = static_cast<float>(block[0]) / k_dct_one;
  }
  return out;
}

/// Mean AC energy of the 3x3 blocks around (x, y), plus the variance of their DCs: how much goes on
/// there, at any scale up to three blocks.
float neighbourhood(const BlockStatistics& blocks,
                    const DctPlane& plane,
                    std::size_t x,
                    std::size_t y) {
  const std::size_t width = plane.width_in_blocks;
  const float middle = blocks.dc[y * width + x];
  float energy = 0;
  float sum = 0;
  float squares = 0;
  float count = 0;
  for (std::size_t v = y - std::min<std::size_t>(y, 1);
       v < std::min<std::size_t>(y + 2, plane.height_in_blocks);
       ++v) {
    for (std::size_t u = x - std::min<std::size_t>(x, 1); u < std::min(x + 2, width); ++u) {
      const float dc = blocks.dc[v * width + u] - middle;
      energy += blocks.energy[v * width + u];
      sum += dc;
      squares += dc * dc;
      count += 1;
    }
  }
  return energy / count + (squares / count - (sum / count) * (sum / count));
}

/// Mean of log2(values) over the luma blocks under a chroma block.
double mean_log(const std::vector<float>& values,
                const DctPlane& luma,
                const DctPlane& chroma,
                std::size_t x,
                std::size_t y) {
  const std::size_t across = luma.horizontal / chroma.horizontal;
  const std::size_t down = luma.vertical / chroma.vertical;
  double sum = 0;
  int count = 0;
  for (std::size_t v = y * down; v < std::min<std::size_t>((y + 1) * down, luma.height_in_blocks);
       ++v) {
    for (std::size_t u = x * across;
         u < std::min<std::size_t>((x + 1) * across, luma.width_in_blocks);
         ++u) {
      sum += log2_of(static_cast<double>(values[v * luma.width_in_blocks + u]));
      ++count;
    }
  }
  return sum / count;
}

double block_error(const DctPlane& luma, const CoefficientPlane& first, std::size_t block) {
  double error = 0;
  double energy = 0;
  for (std::size_t k = 1; k < 64; ++k) {
    const std::size_t i = 64 * block + k_zigzag[k];
    const double source = unit(luma.values[i]);
    const double result = static_cast<double>(first.values[i]) * first.steps[k];
    error += (source - result) * (source - result);
    energy += source * source + result * result;
  }
  const double d = error / (energy + k_energy_offset);
  return (d * d) * (d * d);
}

}  // namespace

std::vector<float> luma_lambda(const DctPlane& luma) {
  const BlockStatistics blocks = statistics(luma);
  std::vector<float> lambda(luma.block_count());
  for (std::size_t y = 0; y < luma.height_in_blocks; ++y) {
    for (std::size_t x = 0; x < luma.width_in_blocks; ++x) {
      const std::size_t b = y * luma.width_in_blocks + x;
      const float texture =
          k_own_share * blocks.energy[b] + (1 - k_own_share) * neighbourhood(blocks, luma, x, y);
      const double grey = std::max(0.0, static_cast<double>(blocks.dc[b]) / 8 + 128);
      const double brightness = exp2_of(k_brightness_power * log2_of((grey + 16) / 144));
      lambda[b] = static_cast<float>(
          k_lambda / std::sqrt(k_texture_offset + static_cast<double>(texture)) * brightness);
    }
  }
  return lambda;
}

std::vector<float> chroma_lambda(const DctPlane& chroma,
                                 const DctPlane& luma,
                                 const std::vector<float>& lambda_of_luma) {
  std::vector<float> lambda;
  lambda.reserve(chroma.block_count());
  for (std::size_t y = 0; y < chroma.height_in_blocks; ++y) {
    for (std::size_t x = 0; x < chroma.width_in_blocks; ++x) {
      const double log = mean_log(lambda_of_luma, luma, chroma, x, y);
      lambda.push_back(static_cast<float>(k_chroma_lambda * exp2_of(log)));
    }
  }
  return lambda;
}

std::vector<float> second_pass_factors(const DctPlane& luma, const CoefficientPlane& first) {
  const std::size_t count = luma.block_count();
  std::vector<double> error(count);
  double mean = 0;
  for (std::size_t b = 0; b < count; ++b) {
    error[b] = block_error(luma, first, b);
    mean += error[b] / static_cast<double>(count);
  }
  double mean_of_logs = 0;
  for (double& e : error) {
    e = log2_of(e + k_error_floor * mean + 1e-30);
    mean_of_logs += e / static_cast<double>(count);
  }
  std::vector<float> factors(count);
  for (std::size_t b = 0; b < count; ++b) {
    const double power = k_factor_power * (error[b] - mean_of_logs);
    factors[b] = static_cast<float>(exp2_of(std::clamp(power, -k_factor_limit, k_factor_limit)));
  }
  return factors;
}

}  // namespace pixmill::jpeg
