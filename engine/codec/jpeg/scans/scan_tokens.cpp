#include "engine/codec/jpeg/scans/scan_tokens.h"

#include <algorithm>

namespace pixmill::jpeg {

SymbolCounts ScanTokens::counts(std::size_t table) const {
  SymbolCounts out;
  std::copy_n(counts_.begin() + static_cast<std::ptrdiff_t>(256 * table), out.size(), out.begin());
  return out;
}

}  // namespace pixmill::jpeg
