// Which chunks a PNG has and whether they are in an order that PNG allows, found in one walk that
// allocates nothing. Limits are checked at the first chunk, so a file that claims 65535x65535
// pixels costs nothing.
#pragma once

#include <string>

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/codec/png/png_header.h"
#include "engine/image/limits.h"

namespace pixmill::png {

/// The views lie in the file.
struct Layout {
  Header header;
  ByteView header_chunk;        ///< the whole IHDR chunk, as are the next ones
  ByteView palette_chunk;       ///< PLTE; empty if there is none
  ByteView transparency_chunk;  ///< tRNS; empty if there is none
  ByteView image_chunks;        ///< all IDAT chunks, which follow each other
  ByteView end_chunk;
  int orientation = 1;  ///< EXIF's (eXIf), 1 to 8
  /// Why the file must pass through untouched: it is an animation, or something that would be lost
  /// or broken by writing it anew. Empty for a plain PNG.
  std::string passthrough_reason;
  /// False where that reason also keeps the pixels from being understood.
  bool is_readable = true;
};

/// Fails with corrupt_input on any damage of structure or checksum, with limit_exceeded over a
/// limit. The compressed image data is not looked into.
Result<Layout> read_layout(ByteView file, const Limits& limits);

/// Upper bound of what optimizing such a picture allocates.
std::uint64_t working_bytes(const Header& header);

}  // namespace pixmill::png
