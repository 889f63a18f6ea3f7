#include "engine/codec/jpeg/scan_progress.h"

#include <algorithm>

namespace pixmill::jpeg {

namespace {

Unexpected damaged() {
  return unexpected(ErrorCode::corrupt_input, "the header of a scan is damaged");
}

}  // namespace

ScanProgress::ScanProgress() {
  for (auto& component : lowest_bit_) component.fill(k_nothing);
}

Status ScanProgress::add_scan(ByteView payload, std::span<const Component> components) {
  if (payload.empty()) return damaged();
  const std::size_t count = payload[0];
  if (count < 1 || count > k_max_components || payload.size() != 4 + 2 * count) return damaged();
  const std::size_t first = payload[1 + 2 * count];
  const std::size_t last = payload[2 + 2 * count];
  const std::uint8_t low_bit = payload[3 + 2 * count] & 0x0F;
  if (first > last || last > 63) return damaged();
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint8_t id = payload[1 + 2 * i];
    const auto found = std::find_if(
        components.begin(), components.end(), [&](const Component& c) { return c.id == id; });
    if (found == components.end()) return damaged();
    auto& bits = lowest_bit_[static_cast<std::size_t>(found - components.begin())];
    for (std::size_t k = first; k <= last; ++k) bits[k] = low_bit;
  }
  return {};
}

bool ScanProgress::complete(std::size_t component_count) const {
  for (std::size_t c = 0; c < component_count; ++c) {
    for (const std::uint8_t bit : lowest_bit_[c]) {
      if (bit != 0) return false;
    }
  }
  return true;
}

}  // namespace pixmill::jpeg
