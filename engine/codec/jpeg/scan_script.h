// In which scans a progressive JPEG sends its coefficients (T.81, annex G). Scripts are lossless,
// so they are chosen last, by size alone.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace pixmill::jpeg {

struct Scan {
  std::vector<int> components;  ///< one, or, for DC, all
  int first = 0;                ///< of the coefficients in zigzag order, 0 to 63
  int last = 0;
  int from_bit = 0;  ///< bits down to this one were sent before; 0 in a band's first scan
  int to_bit = 0;    ///< the lowest bit that this scan sends
};

using ScanScript = std::vector<Scan>;

/// Scripts that are each the smallest for some pictures, the best guess for photographs first.
/// `components` is 1 or 3.
std::span<const ScanScript> scan_scripts(std::size_t components);

}  // namespace pixmill::jpeg
