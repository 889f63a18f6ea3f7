// The scan script that codes a picture's coefficients in the fewest bytes, found by counting what
// scans would take, not by writing them. jpegtran of mozjpeg searches the same way among 64 scans;
// here each component may be cut anywhere among a few cuts, each band has its own lowest bit first
// sent, and refinements may join bands.
#pragma once

#include <cstdint>

#include "engine/codec/jpeg/coefficient_view.h"
#include "engine/codec/jpeg/scans/scan_script.h"

namespace pixmill::jpeg {

struct FoundScans {
  ScanScript script;
  std::uint64_t bits = 0;  ///< of all scans, within some bytes
};

/// The same for equal coefficients, whatever they were read from.
FoundScans search_scans(const CoefficientView& image);

}  // namespace pixmill::jpeg
