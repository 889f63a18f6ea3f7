// x^p that rounds the same everywhere. libm's pow differs by a last bit between versions and CPUs,
// and a score is compared with a target: the file that a search chooses must not depend on that.
#pragma once

namespace pixmill::ssimulacra2 {

/// base^exponent for a finite base > 0, to about 1e-14 relative, by IEEE basic operations alone.
double power(double base, double exponent);

}  // namespace pixmill::ssimulacra2
