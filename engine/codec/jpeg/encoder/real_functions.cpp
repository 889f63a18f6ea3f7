#include "engine/codec/jpeg/encoder/real_functions.h"

#include <cmath>

namespace pixmill::jpeg {

namespace {

constexpr double k_ln2 = 0.69314718055994530942;
constexpr double k_sqrt_half = 0.70710678118654752440;

}  // namespace

double log2_of(double x) {
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);
  if (mantissa < k_sqrt_half) {
    mantissa *= 2.0;
    --exponent;
  }
  // ln m = 2 atanh((m - 1) / (m + 1)); |z| <= 0.172, so what follows z^11 is below 1e-10
  const double z = (mantissa - 1.0) / (mantissa + 1.0);
  const double s = z * z;
  const double series =
      1.0 + s * (1.0 / 3 + s * (1.0 / 5 + s * (1.0 / 7 + s * (1.0 / 9 + s * (1.0 / 11)))));
  return exponent + 2.0 * z * series / k_ln2;
}

double exp2_of(double x) {
  const double whole = std::floor(x + 0.5);
  const double t = (x - whole) * k_ln2;
  // Taylor's series; |t| <= 0.347, so what follows t^11 is below 1e-14
  double sum = 1.0;
  for (int n = 11; n >= 1; --n) sum = 1.0 + sum * t / n;
  return std::ldexp(sum, static_cast<int>(whole));
}

}  // namespace pixmill::jpeg
