#include "engine/codec/jpeg/coding_choice.h"

#include <algorithm>
#include <utility>

#include "engine/codec/jpeg/scans/dc_size.h"
#include "engine/codec/jpeg/scans/scan_search.h"

namespace pixmill::jpeg {

namespace {

/// A progressive file may send each component in one scan as a baseline file does, at a hundred
/// bytes more, and with all that it can do besides it is the smaller one of all but tiny pictures.
constexpr std::uint64_t k_large_pixels = 200'000;

bool contains(const std::vector<EntropyCoding>& codings, EntropyCoding coding) {
  return std::find(codings.begin(), codings.end(), coding) != codings.end();
}

}  // namespace

CodingChoice choose_coding(const CoefficientView& image,
                           const std::vector<EntropyCoding>& allowed) {
  if (!contains(allowed, EntropyCoding::progressive)) return {};
  FoundScans found = search_scans(image);
  const bool is_large = std::uint64_t{image.width} * image.height >= k_large_pixels;
  if (!is_large && contains(allowed, EntropyCoding::optimized)) {
    const std::uint64_t baseline = baseline_bits(image);
    if (baseline <= found.bits) return {{}, baseline};
  }
  return {std::move(found.script), found.bits};
}

}  // namespace pixmill::jpeg
