// What a JPEG is, by its markers alone: what must be known before anything is allocated or decoded,
// and whether pixmill can work on it without losing anything.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/image/limits.h"

namespace pixmill::jpeg {

inline constexpr std::size_t k_max_components = 4;

/// One of the frame's components (T.81, B.2.2).
struct Component {
  std::uint8_t id = 0;
  std::uint8_t horizontal = 1;  ///< sampling factors, 1 to 4
  std::uint8_t vertical = 1;
  std::uint8_t table = 0;  ///< number of its quantisation table, 0 to 3
};

/// Quantisation steps in zigzag order; all zero where the file defines none.
using QuantTable = std::array<std::uint16_t, 64>;

struct Header {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint8_t component_count = 0;  ///< 1, 3 or 4, unless it is passed through
  std::array<Component, k_max_components> components{};
  std::array<QuantTable, 4> tables{};
  bool progressive = false;
  std::uint32_t scans = 0;
  /// Bytes from SOI to EOI; what follows is no part of the picture.
  std::size_t picture_bytes = 0;
  /// Why it must be passed through untouched, empty if it need not be. The reasons: a coding that
  /// is not handled (arithmetic, lossless, hierarchical, 12-bit, JPEG-LS), a number of components
  /// other than 1, 3 and 4, scans that leave coefficients unfinished (decoders guess the rest, and
  /// guess otherwise after a transcode), and more pictures than one in the file: MPF, gain maps,
  /// JPEG XT, motion photos, or anything after EOI that looks like a picture or a film.
  std::string passthrough_reason;
};

/// Reads the markers of the whole file, allocating nothing. Fails with corrupt_input where they are
/// damaged or EOI is missing, with limit_exceeded by size or number of scans.
///
/// Bytes after EOI that are neither picture nor film belong to no decoded picture: they count as
/// metadata (metadata.h).
Result<Header> read_header(ByteView file, const Limits& limits);

/// Upper bound of what decoding, transcoding and verifying take, by the size of the frame: two sets
/// of coefficients, or what a quality search keeps at once.
std::uint64_t working_bytes(const Header& header, std::size_t file_bytes);

}  // namespace pixmill::jpeg
