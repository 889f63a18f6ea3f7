// Which bits of which coefficients a JPEG's scans have delivered. Decoders smooth over what is
// missing (libjpeg's block smoothing), differently once the file has been coded anew, so a file
// that leaves something out cannot be transcoded without a change to the picture.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/codec/jpeg/header.h"

namespace pixmill::jpeg {

class ScanProgress {
 public:
  ScanProgress();

  /// Counts one SOS segment's payload (T.81, B.2.3). Fails where it is damaged or names a component
  /// that the frame lacks.
  Status add_scan(ByteView payload, std::span<const Component> components);

  /// True if every coefficient of the components is there to its last bit.
  bool complete(std::size_t component_count) const;

 private:
  static constexpr std::uint8_t k_nothing = 0xFF;
  /// The lowest bit delivered so far, by component and by position in zigzag order.
  std::array<std::array<std::uint8_t, 64>, k_max_components> lowest_bit_;
};

}  // namespace pixmill::jpeg
