// In which scans a progressive JPEG sends its coefficients (T.81, annex G). Scripts are lossless,
// so they are chosen last, by size alone.
#pragma once

#include <vector>

namespace pixmill::jpeg {

struct Scan {
  std::vector<int> components;  ///< one, or, for DC, several
  int first = 0;                ///< of the coefficients in zigzag order, 0 to 63
  int last = 0;
  int from_bit = 0;  ///< bits down to this one were sent before; 0 in a band's first scan
  int to_bit = 0;    ///< the lowest bit that this scan sends
};

using ScanScript = std::vector<Scan>;

}  // namespace pixmill::jpeg
