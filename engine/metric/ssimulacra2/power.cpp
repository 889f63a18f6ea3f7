#include "engine/metric/ssimulacra2/power.h"

#include <cmath>

namespace pixmill::ssimulacra2 {
namespace {

constexpr double k_ln2 = 0.69314718055994530942;
constexpr double k_sqrt_half = 0.70710678118654752440;

/// ln x = 2 atanh((x - 1) / (x + 1)), for x in [sqrt(1/2), sqrt(2)).
double log_near_one(double x) {
  const double z = (x - 1.0) / (x + 1.0);
  const double z_squared = z * z;
  double sum = 0.0;
  // |z| <= 0.172: the term after z^25 is below 1e-21
  for (int n = 25; n >= 1; n -= 2) sum = sum * z_squared + 1.0 / n;
  return 2.0 * z * sum;
}

/// e^x by its Taylor series, for |x| <= ln(2) / 2.
double exp_near_zero(double x) {
  double sum = 1.0;
  // 0.347^16 / 16! is below 1e-20
  for (int n = 16; n >= 1; --n) sum = 1.0 + sum * x / n;
  return sum;
}

}  // namespace

double power(double base, double exponent) {
  int binary_exponent = 0;
  double mantissa = std::frexp(base, &binary_exponent);
  if (mantissa < k_sqrt_half) {
    mantissa *= 2.0;
    --binary_exponent;
  }
  const double log_of_result = exponent * (binary_exponent * k_ln2 + log_near_one(mantissa));
  const double doublings = std::nearbyint(log_of_result / k_ln2);
  return std::ldexp(exp_near_zero(log_of_result - doublings * k_ln2), static_cast<int>(doublings));
}

}  // namespace pixmill::ssimulacra2
