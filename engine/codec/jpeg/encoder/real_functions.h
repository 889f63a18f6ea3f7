// Logarithm and power of two from IEEE additions and multiplications alone, since they decide bytes
// and the C library's own differ from system to system in the last bit.
#pragma once

namespace pixmill::jpeg {

/// For x > 0; the error is below 1e-9.
double log2_of(double x);

/// For |x| < 1000; the relative error is below 1e-12.
double exp2_of(double x);

}  // namespace pixmill::jpeg
