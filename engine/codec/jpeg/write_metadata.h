// Putting kept metadata into a file that libjpeg writes.
#pragma once

#include "engine/codec/jpeg/libjpeg.h"
#include "engine/codec/jpeg/metadata.h"

namespace pixmill::jpeg {

/// Before the compressor is started. libjpeg writes JFIF's header only where the colour space
/// allows for one (grey and YCbCr).
inline void set_density(jpeg_compress_struct& info, const Density& density) {
  info.density_unit = density.unit;
  info.X_density = density.x;
  info.Y_density = density.y;
}

/// After the compressor is started, before the first line or coefficient.
inline void write_segments(jpeg_compress_struct& info, const KeptMetadata& metadata) {
  for (const KeptSegment& segment : metadata.segments) {
    jpeg_write_marker(&info,
                      segment.marker,
                      segment.payload.data(),
                      static_cast<unsigned>(segment.payload.size()));
  }
}

}  // namespace pixmill::jpeg
