// A progressive JPEG's frame and scans. libjpeg would do, but goes over all coefficients twice for
// each scan, which was 45 % of what a lossless transcode took; this writes the same bytes, and what
// it wrote is verified by libjpeg's decoder.
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/codec/jpeg/coefficient_image.h"
#include "engine/codec/jpeg/packed_plane.h"
#include "engine/codec/jpeg/scans/scan_script.h"

namespace pixmill::jpeg {

/// Appends tables, frame, scans and EOI to a file that has SOI and what is kept of segments.
/// `frame` need not have blocks; `scans`, not empty, send each coefficient to its last bit. Equal
/// quantisation tables are written once. Fails with internal where T.81 has no code for a value, or
/// no room for the blocks of an MCU.
Status append_progressive(const CoefficientImage& frame,
                          const PackedPlanes& planes,
                          const ScanScript& scans,
                          Bytes& file);

}  // namespace pixmill::jpeg
