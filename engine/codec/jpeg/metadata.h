// What of a JPEG's segments goes into its result. What is stripped never changes how the picture
// looks: the colour profile stays unless it says sRGB, the orientation stays whatever else goes,
// and the density for printing is carried over into JFIF's header where EXIF held it.
#pragma once

#include <vector>

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/image/exif.h"
#include "engine/settings/settings.h"

namespace pixmill::jpeg {

/// A segment to write: a view of the source, or bytes of its own.
struct KeptSegment {
  std::uint8_t marker = 0;
  Bytes payload;
};

/// What is written around the coded picture. JFIF's and Adobe's segments are libjpeg's to write,
/// from the density and the colour space.
struct KeptMetadata {
  Density density;
  std::vector<KeptSegment> segments;  ///< in the order of the source
  Bytes trailing;                     ///< after EOI
};

/// Applies the policies to a file whose header was read (header.h).
/// - Metadata::none: the ICC profile as `icc` has it, and a minimal EXIF block with the orientation
///   if that is not 1. Density is JFIF's; where JFIF has none in inches or centimetres, EXIF's.
/// - Metadata::copyright: the same, with EXIF's Artist and Copyright in the minimal block. Rights
///   statements in XMP and IPTC are not kept.
/// - Metadata::all: every APPn and COM segment unchanged, the ICC profile still as `icc` has it,
///   and the bytes after EOI. JFIF thumbnails are not kept under any policy: they show the source.
KeptMetadata keep_metadata(ByteView file, Metadata metadata, IccPolicy icc);

/// The embedded colour profile, put together from its segments; empty if there are none. Fails with
/// corrupt_input where some are missing or there twice.
Result<Bytes> read_icc_profile(ByteView file);

/// How viewers turn the picture, 1 to 8, by its first EXIF block; whatever is kept keeps this.
int read_orientation(ByteView file);

}  // namespace pixmill::jpeg
