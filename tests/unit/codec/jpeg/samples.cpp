#include "samples.h"

#include <boost/test/unit_test.hpp>
#include <string>

#include "engine/codec/jpeg/guard.h"
#include "engine/codec/jpeg/memory_destination.h"
#include "engine/codec/jpeg/segments.h"
#include "engine/codec/jpeg/write_metadata.h"

namespace pixmill::test {

namespace {

J_COLOR_SPACE pixel_space(std::uint8_t components) {
  if (components == 1) return JCS_GRAYSCALE;
  return components == 3 ? JCS_RGB : JCS_CMYK;
}

void configure(jpeg_compress_struct& info, const JpegSample& sample) {
  info.image_width = sample.width;
  info.image_height = sample.height;
  info.input_components = sample.components;
  info.in_color_space = pixel_space(sample.components);
  jpeg_set_defaults(&info);
  jpeg_set_colorspace(&info, sample.components == 1 ? JCS_GRAYSCALE : sample.coded_as);
  jpeg_set_quality(&info, sample.quality, TRUE);
  for (int i = 0; i < info.num_components; ++i) {
    info.comp_info[i].h_samp_factor = info.comp_info[i].v_samp_factor = 1;
  }
  info.comp_info[0].h_samp_factor = sample.horizontal;
  info.comp_info[0].v_samp_factor = sample.vertical;
  info.restart_interval = sample.restart_interval;
  jpeg::set_density(info, sample.density);
  if (sample.progressive) jpeg_simple_progression(&info);
}

}  // namespace

Image sample_picture(std::uint32_t width, std::uint32_t height, std::uint8_t channels) {
  Image image{width, height, channels, 1, {}};
  std::uint32_t state = 7;
  for (std::uint32_t y = 0; y < height; ++y) {
    for (std::uint32_t x = 0; x < width; ++x) {
      for (std::uint32_t c = 0; c < channels; ++c) {
        state = state * 1103515245u + 12345u;
        const std::uint32_t slope = 200 * (c % 2 != 0 ? x : y) / (width + height);
        image.pixels.push_back(static_cast<std::uint8_t>(20 + slope + (state >> 28)));
      }
    }
  }
  return image;
}

Bytes make_jpeg(const JpegSample& sample) {
  const Image image = sample_picture(sample.width, sample.height, sample.components);
  const jpeg::KeptMetadata metadata{sample.density, sample.segments, {}};
  jpeg::MemoryDestination destination(0);
  jpeg::Compressor compressor;
  const Status written = compressor.run([&](jpeg_compress_struct& info) {
    destination.attach(info);
    configure(info, sample);
    jpeg_start_compress(&info, TRUE);
    jpeg::write_segments(info, metadata);
    while (info.next_scanline < info.image_height) {
      JSAMPROW row = const_cast<JSAMPROW>(image.row(info.next_scanline).data());
      jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
  });
  BOOST_REQUIRE(written.has_value());
  return std::move(destination).take();
}

JpegSample grey_sample() {
  JpegSample sample;
  sample.components = 1;
  sample.horizontal = sample.vertical = 1;
  return sample;
}

Bytes with_segment(const Bytes& file, std::uint8_t marker, std::string_view payload) {
  const std::size_t length = payload.size() + 2;
  std::string segment{'\xFF', static_cast<char>(marker)};
  segment += static_cast<char>(length >> 8);
  segment += static_cast<char>(length);
  segment += payload;
  Bytes result = file;
  result.insert(result.begin() + 2, segment.begin(), segment.end());
  return result;
}

std::size_t frame_marker_position(const Bytes& file) {
  jpeg::SegmentReader reader(file);
  while (true) {
    const auto segment = reader.next();
    BOOST_REQUIRE(segment.has_value());
    const bool frame = segment->marker >= jpeg::SOF0 && segment->marker <= jpeg::SOF2;
    if (frame) return reader.position() - segment->payload.size() - 3;
  }
}

std::vector<Bytes> payloads(ByteView file, std::uint8_t marker) {
  std::vector<Bytes> found;
  jpeg::SegmentReader reader(file);
  for (auto segment = reader.next(); segment && segment->marker != jpeg::EOI;
       segment = reader.next()) {
    if (segment->marker != marker) continue;
    found.emplace_back(segment->payload.begin(), segment->payload.end());
  }
  return found;
}

const Codec& codec() {
  const Codec* found = find_codec(Format::jpeg);
  BOOST_REQUIRE(found != nullptr);
  return *found;
}

Proposal propose(const Bytes& file, const Settings& settings) {
  Result<Proposal> proposal = codec().propose(file, settings, Limits{});
  BOOST_REQUIRE_MESSAGE(proposal.has_value(),
                        (proposal.has_value() ? "" : proposal.error().message));
  return std::move(*proposal);
}

Settings lossless_settings() {
  Settings settings;
  settings.jpeg.mode = JpegMode::lossless;
  return settings;
}

}  // namespace pixmill::test
