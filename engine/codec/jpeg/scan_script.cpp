#include "engine/codec/jpeg/scan_script.h"

#include <array>

namespace pixmill::jpeg {

namespace {

/// Bands of one component: what follows its DC.
using Bands = std::vector<Scan>;

/// Low frequencies at once; the others, mostly zeros and ones, in two steps.
Bands split_and_refined(int component) {
  return {{{component}, 1, 2, 0, 0}, {{component}, 3, 63, 0, 1}, {{component}, 3, 63, 1, 0}};
}

Bands split(int component, int last_of_low) {
  return {{{component}, 1, last_of_low, 0, 0}, {{component}, last_of_low + 1, 63, 0, 0}};
}

Bands refined_twice(int component) {
  return {{{component}, 1, 2, 0, 1},
          {{component}, 3, 63, 0, 2},
          {{component}, 3, 63, 2, 1},
          {{component}, 1, 63, 1, 0}};
}

Bands whole(int component) {
  return {{{component}, 1, 63, 0, 0}};
}

ScanScript script(std::size_t components, const Bands& luma) {
  ScanScript out;
  Scan dc;
  for (std::size_t i = 0; i < components; ++i) dc.components.push_back(static_cast<int>(i));
  out.push_back(dc);
  out.insert(out.end(), luma.begin(), luma.end());
  for (std::size_t i = 1; i < components; ++i) {
    const Bands chroma = whole(static_cast<int>(i));
    out.insert(out.end(), chroma.begin(), chroma.end());
  }
  return out;
}

std::vector<ScanScript> scripts(std::size_t components) {
  return {script(components, split_and_refined(0)),
          script(components, split(0, 8)),
          script(components, whole(0)),
          script(components, refined_twice(0))};
}

}  // namespace

std::span<const ScanScript> scan_scripts(std::size_t components) {
  static const std::vector<ScanScript> k_grey = scripts(1);
  static const std::vector<ScanScript> k_colour = scripts(3);
  return components == 1 ? k_grey : k_colour;
}

}  // namespace pixmill::jpeg
