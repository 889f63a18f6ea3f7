// The Gaussian of sigma 1.5 as SSIMULACRA2's reference computes it: a sum of three second-order
// recursions (Charalampidis, "Recursive Implementation of the Gaussian Filter Using Truncated
// Cosine Functions", IEEE TSP 2016), in float32. Their poles lie on the unit circle, so rounding
// errors never fade: a mathematically equal 9-tap filter scores up to 1.8 apart from the reference.
// To agree with it, pixmill repeats its recursion operation by operation, fused multiply-adds
// included.
//
// Source of the formulas: libjxl, lib/jxl/gauss_blur.cc (BSD-3-Clause),
// CreateRecursiveGaussian(1.5); the numbers in brackets are the paper's equations.
#pragma once

#include <array>
#include <cstddef>

namespace pixmill::ssimulacra2 {

/// N = round(3.2795 sigma + 0.2546) (57). An output at n takes inputs n - 6 and n + 4.
inline constexpr std::ptrdiff_t k_radius = 5;
/// How far ahead of its output the filter reads, and how many steps it runs before its first one.
inline constexpr std::ptrdiff_t k_lead = k_radius - 1;
/// How far behind its output the filter reads.
inline constexpr std::ptrdiff_t k_trail = k_radius + 1;
inline constexpr std::size_t k_poles = 3;

/// One recursion: y[n] = n2 (x[n - 6] + x[n + 4]) - d1 y[n - 1] - y[n - 2] (35), as it stands and
/// expanded for four outputs at a time. Entry j of the arrays belongs to the j-th of the four.
struct Pole {
  float n2 = 0;
  float d1 = 0;
  std::array<float, 4> in{};         ///< factor of the input j places back
  std::array<float, 4> previous{};   ///< factor of y[n - 1]
  std::array<float, 4> previous2{};  ///< factor of y[n - 2]
};

/// Every coefficient is computed in double and rounded once, as the reference does.
constexpr Pole make_pole(double n2, double d1) {
  const double d1_squared = d1 * d1;
  const auto rounded = [](double value) { return static_cast<float>(value); };
  Pole pole;
  pole.n2 = rounded(n2);
  pole.d1 = rounded(d1);
  pole.in = {rounded(n2),
             rounded(-d1 * n2),
             rounded(d1_squared * n2 - n2),
             rounded(-d1_squared * d1 * n2 + 2.0 * d1 * n2)};
  pole.previous = {rounded(-d1),
                   rounded(d1_squared - 1.0),
                   rounded(-d1_squared * d1 + 2.0 * d1),
                   rounded(d1_squared * d1_squared - 3.0 * d1_squared + 1.0)};
  pole.previous2 = {
      rounded(-1.0), rounded(d1), rounded(-d1_squared + 1.0), rounded(d1_squared * d1 - 2.0 * d1)};
  return pole;
}

/// n2 and d1 of (33), solved from (50) to (56) in double once; written out because the libm of each
/// machine may round the sines and exponentials differently.
inline constexpr std::array<Pole, k_poles> k_gaussian = {
    make_pole(0.055295235726086613, -1.9021130325903071),
    make_pole(-0.058836687026949989, -1.1755705045849463),
    make_pole(0.012955819110517068, -1.2246467991473532e-16)};

}  // namespace pixmill::ssimulacra2
