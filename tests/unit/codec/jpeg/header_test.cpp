#include "engine/codec/jpeg/header.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>

#include "engine/codec/jpeg/quality_estimate.h"
#include "engine/codec/jpeg/segments.h"
#include "samples.h"

using namespace pixmill;
using namespace pixmill::jpeg;
using namespace pixmill::test;
using namespace std::string_literals;

namespace {

Header header_of(const Bytes& file) {
  const Result<Header> header = read_header(file, Limits{});
  BOOST_REQUIRE_MESSAGE(header.has_value(), (header ? "" : header.error().message));
  return *header;
}

std::string reason_of(const Bytes& file) {
  return header_of(file).passthrough_reason;
}

Bytes with_frame_marker(std::uint8_t marker) {
  Bytes file = make_jpeg();
  file[frame_marker_position(file)] = marker;
  return file;
}

Bytes with_trailing(std::string_view trailing) {
  Bytes file = make_jpeg();
  file.insert(file.end(), trailing.begin(), trailing.end());
  return file;
}

}  // namespace

BOOST_AUTO_TEST_CASE(reads_size_components_and_sampling) {
  JpegSample sample;
  sample.horizontal = 4;
  sample.vertical = 1;

  const Header header = header_of(make_jpeg(sample));

  BOOST_TEST(header.width == 37u);
  BOOST_TEST(header.height == 29u);
  BOOST_TEST(header.component_count == 3);
  BOOST_TEST(header.components[0].horizontal == 4);
  BOOST_TEST(header.components[1].vertical == 1);
  BOOST_TEST(header.scans == 1u);
  BOOST_TEST(!header.progressive);
  BOOST_TEST(header.passthrough_reason == "");
}

BOOST_AUTO_TEST_CASE(counts_the_scans_of_a_progressive_file) {
  JpegSample sample;
  sample.progressive = true;

  const Header header = header_of(make_jpeg(sample));

  BOOST_TEST(header.progressive);
  BOOST_TEST(header.scans == 10u);  // libjpeg's script for YCbCr
}

BOOST_AUTO_TEST_CASE(restart_markers_and_fill_bytes_are_no_segments) {
  JpegSample sample;
  sample.restart_interval = 1;
  Bytes file = make_jpeg(sample);
  file.insert(file.begin() + 2, 3, 0xFF);

  BOOST_TEST(header_of(file).scans == 1u);
}

BOOST_AUTO_TEST_CASE(names_codings_that_are_passed_through) {
  BOOST_TEST(reason_of(with_frame_marker(SOF9)) == "arithmetic coding");
  BOOST_TEST(reason_of(with_frame_marker(0xCA)) == "arithmetic coding");
  BOOST_TEST(reason_of(with_frame_marker(SOF3)) == "lossless JPEG");
  BOOST_TEST(reason_of(with_frame_marker(SOF5)) == "hierarchical JPEG");
  BOOST_TEST(reason_of(with_frame_marker(SOF13)) == "hierarchical JPEG");
  BOOST_TEST(reason_of(with_frame_marker(SOF55)) == "JPEG-LS");
}

BOOST_AUTO_TEST_CASE(names_twelve_bit_samples) {
  Bytes file = make_jpeg();
  file[frame_marker_position(file) + 3] = 12;

  BOOST_TEST(reason_of(file) == "12-bit samples");
}

BOOST_AUTO_TEST_CASE(passes_through_what_holds_more_pictures) {
  const Bytes file = make_jpeg();

  BOOST_TEST(reason_of(with_segment(file, APP2, "MPF\0II*\0"s)) == "multi-picture JPEG (MPF)");
  BOOST_TEST(reason_of(with_segment(file, APP2, "urn:iso:std:iso:ts:21496:-1\0"s)) ==
             "JPEG with a gain map");
  BOOST_TEST(reason_of(with_segment(file,
                                    APP1,
                                    "http://ns.adobe.com/xap/1.0/\0<x "
                                    "xmlns:hdrgm=\"http://ns.adobe.com/hdr-gain-map/1.0/\"/>"s)) ==
             "JPEG with a gain map");
  BOOST_TEST(reason_of(with_segment(
                 file, APP1, "http://ns.adobe.com/xap/1.0/\0<x GCamera:MotionPhoto=\"1\"/>"s)) ==
             "motion photo");
  BOOST_TEST(reason_of(with_segment(file, APP11, "JP\0\1\0\0\0\1\0\0\0\x20SPEC1234"s)) ==
             "JPEG XT");
}

BOOST_AUTO_TEST_CASE(content_credentials_are_metadata_and_no_reason) {
  const Bytes file = with_segment(make_jpeg(), APP11, "JP\0\1\0\0\0\1\0\0\0\x20jumb1234"s);

  BOOST_TEST(reason_of(file) == "");
}

BOOST_AUTO_TEST_CASE(passes_through_pictures_and_films_after_the_end) {
  BOOST_TEST(reason_of(with_trailing("\0\0\xFF\xD8\xFF\xE0"s)) ==
             "a second picture follows the first");
  BOOST_TEST(reason_of(with_trailing("\0\0\0\x18"
                                     "ftypmp42"s)) == "motion photo");
}

BOOST_AUTO_TEST_CASE(other_bytes_after_the_end_are_no_part_of_the_picture) {
  const Bytes file = make_jpeg();

  const Header header = header_of(with_trailing("made by a camera\n"));

  BOOST_TEST(header.passthrough_reason == "");
  BOOST_TEST(header.picture_bytes == file.size());
}

BOOST_AUTO_TEST_CASE(scans_that_leave_something_out_are_passed_through) {
  JpegSample sample;
  sample.progressive = true;
  const Bytes whole = make_jpeg(sample);
  SegmentReader reader(whole);
  std::size_t last_scan = 0;
  for (auto segment = reader.next(); segment->marker != EOI; segment = reader.next()) {
    if (segment->marker == SOS) last_scan = reader.position() - segment->payload.size() - 4;
  }

  Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(last_scan));
  cut.insert(cut.end(), {0xFF, EOI});

  BOOST_TEST(reason_of(cut) == "unfinished scans");
}

BOOST_AUTO_TEST_CASE(refuses_a_giant_from_its_header) {
  Bytes file = make_jpeg();
  const std::size_t frame = frame_marker_position(file);
  // 27397 lines of 49157 samples
  const Bytes sides{0x6B, 0x05, 0xC0, 0x05};
  std::copy(sides.begin(), sides.end(), file.begin() + static_cast<std::ptrdiff_t>(frame + 4));

  const Result<Header> header = read_header(file, Limits{});

  BOOST_REQUIRE(!header.has_value());
  BOOST_CHECK(header.error().code == ErrorCode::limit_exceeded);
  BOOST_TEST(header.error().message.find("49157x27397") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(refuses_more_scans_than_the_limit) {
  JpegSample sample;
  sample.progressive = true;
  Limits limits;
  limits.max_scans = 9;

  const Result<Header> header = read_header(make_jpeg(sample), limits);

  BOOST_REQUIRE(!header.has_value());
  BOOST_CHECK(header.error().code == ErrorCode::limit_exceeded);
}

BOOST_AUTO_TEST_CASE(refuses_more_working_memory_than_the_limit) {
  Limits limits;
  limits.max_working_bytes = 1000;

  const Result<ImageInfo> info = codec().inspect(make_jpeg(), limits);

  BOOST_REQUIRE(!info.has_value());
  BOOST_CHECK(info.error().code == ErrorCode::limit_exceeded);
}

BOOST_AUTO_TEST_CASE(estimates_every_quality_of_libjpeg_exactly) {
  for (const std::uint8_t components : {std::uint8_t{1}, std::uint8_t{3}}) {
    JpegSample sample;
    sample.components = components;
    for (sample.quality = 1; sample.quality <= 100; ++sample.quality) {
      BOOST_TEST(estimate_quality(header_of(make_jpeg(sample))) == sample.quality);
    }
  }
}

BOOST_AUTO_TEST_CASE(estimates_tables_of_others_between_their_neighbours) {
  JpegSample sample;
  sample.quality = 60;
  Header header = header_of(make_jpeg(sample));
  for (QuantTable& table : header.tables) {
    for (std::size_t i = 0; i < table.size(); ++i) {
      if (i % 2 != 0) ++table[i];
    }
  }

  const int estimate = estimate_quality(header);

  BOOST_TEST(estimate < 60);
  BOOST_TEST(estimate > 50);
}
