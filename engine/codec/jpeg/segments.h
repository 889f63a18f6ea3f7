// A JPEG file as a row of marker segments (ITU-T T.81, annex B): enough to tell what a file holds
// without decoding it, and without libjpeg, which allocates by what the header claims.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/base/bytes.h"
#include "engine/base/result.h"

namespace pixmill::jpeg {

// NOLINTBEGIN(readability-identifier-naming): T.81 spells its markers so
/// The second bytes of markers, by their names in T.81, table B.1.
enum Marker : std::uint8_t {
  SOF0 = 0xC0,
  SOF1 = 0xC1,
  SOF2 = 0xC2,
  SOF3 = 0xC3,
  DHT = 0xC4,
  SOF5 = 0xC5,
  SOF7 = 0xC7,
  JPG = 0xC8,
  SOF9 = 0xC9,
  SOF11 = 0xCB,
  DAC = 0xCC,
  SOF13 = 0xCD,
  SOF15 = 0xCF,
  RST0 = 0xD0,
  RST7 = 0xD7,
  SOI = 0xD8,
  EOI = 0xD9,
  SOS = 0xDA,
  DQT = 0xDB,
  DHP = 0xDE,
  APP0 = 0xE0,
  APP1 = 0xE1,
  APP2 = 0xE2,
  APP11 = 0xEB,
  APP14 = 0xEE,
  APP15 = 0xEF,
  SOF55 = 0xF7,  ///< JPEG-LS (ITU-T T.87)
  COM = 0xFE,
};
// NOLINTEND(readability-identifier-naming)

struct Segment {
  std::uint8_t marker = 0;
  ByteView payload;  ///< after the length; empty for EOI
};

/// Walks a file's segments; entropy-coded data after a SOS is stepped over. Allocates nothing
/// except messages. Fails with corrupt_input where the file is no JPEG or ends too early.
class SegmentReader {
 public:
  explicit SegmentReader(ByteView file) : file_(file) {}

  /// The next segment; EOI is the last, and must not be read past.
  Result<Segment> next();

  /// Where the next segment begins; after EOI, where the picture ends.
  std::size_t position() const { return position_; }

 private:
  Status read_start();
  Result<std::uint8_t> read_marker();
  Result<ByteView> read_payload(std::uint8_t marker);
  void skip_entropy_coded_data();

  ByteView file_;
  std::size_t position_ = 0;
  bool in_scan_ = false;
};

}  // namespace pixmill::jpeg
