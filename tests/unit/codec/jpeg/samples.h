// JPEGs of every kind, made where they are needed, so that tests carry no files.
#pragma once

#include <string_view>
#include <vector>

#include "engine/base/bytes.h"
#include "engine/codec/codec.h"
#include "engine/codec/jpeg/libjpeg.h"
#include "engine/codec/jpeg/metadata.h"
#include "engine/image/image.h"

namespace pixmill::test {

/// Gradients with some noise; any number of channels, 8 bits.
Image sample_picture(std::uint32_t width, std::uint32_t height, std::uint8_t channels);

struct JpegSample {
  std::uint32_t width = 37;
  std::uint32_t height = 29;
  std::uint8_t components = 3;
  J_COLOR_SPACE coded_as = JCS_YCbCr;
  int horizontal = 2;  ///< sampling factors of the first component
  int vertical = 2;
  int quality = 92;
  unsigned restart_interval = 0;
  bool progressive = false;
  std::vector<jpeg::KeptSegment> segments;
  Density density;
};

/// Written by libjpeg with its fixed Huffman tables, so that there is something to gain.
Bytes make_jpeg(const JpegSample& sample = {});

/// A grey one.
JpegSample grey_sample();

/// The file with a segment put in right after SOI.
Bytes with_segment(const Bytes& file, std::uint8_t marker, std::string_view payload);

/// Where the frame header's marker byte (C0 to C2) stands in a file of make_jpeg().
std::size_t frame_marker_position(const Bytes& file);

/// All payloads of segments with this marker.
std::vector<Bytes> payloads(ByteView file, std::uint8_t marker);

/// The JPEG codec's row.
const Codec& codec();

/// codec().propose() under limits that a test needs not name; the test fails where it does.
Proposal propose(const Bytes& file, const Settings& settings);

/// Settings that change no pixel.
Settings lossless_settings();

}  // namespace pixmill::test
