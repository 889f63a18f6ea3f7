// Files that hold more than the one picture a decoder shows: stereo pairs and previews (MPF), gain
// maps of high dynamic range, films of motion photos. Coding the first picture anew would lose the
// rest or leave offsets into it wrong, so such files are recognised and passed through whole.
#pragma once

#include <string_view>

#include "engine/base/bytes.h"
#include "engine/codec/jpeg/segments.h"

namespace pixmill::jpeg {

/// Why a segment tells of more pictures in the file; empty if it does not. Known: MPF (CIPA
/// DC-007), gain maps (ISO/TS 21496-1, and the XMP namespace hdrgm of Ultra HDR), motion photos
/// (Google's XMP), JPEG XT (ISO/IEC 18477: boxes in APP11 other than JUMBF's).
std::string_view extra_picture_reason(const Segment& segment);

/// The same for what follows EOI: a JPEG or an ISO media file (MP4, HEIC) anywhere in it.
std::string_view trailing_picture_reason(ByteView trailing);

}  // namespace pixmill::jpeg
