#include "engine/codec/jpeg/header.h"

#include <algorithm>

#include "engine/codec/jpeg/encoder/quantiser.h"
#include "engine/codec/jpeg/extra_pictures.h"
#include "engine/codec/jpeg/scan_progress.h"
#include "engine/codec/jpeg/segments.h"

namespace pixmill::jpeg {

namespace {

Unexpected damaged(std::string_view what) {
  return unexpected(ErrorCode::corrupt_input, std::string(what) + " is damaged");
}

bool is_frame(std::uint8_t marker) {
  if (marker == SOF55 || marker == DHP) return true;
  return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
}

/// Why a kind of frame is passed through; empty for baseline, extended and progressive.
std::string_view coding_reason(std::uint8_t frame_marker) {
  switch (frame_marker) {
    case SOF0:
    case SOF1:
    case SOF2:
      return {};
    case SOF3:
      return "lossless JPEG";
    case SOF55:
      return "JPEG-LS";
    case SOF11:
      return "lossless JPEG with arithmetic coding";
    default:
      break;
  }
  return frame_marker >= SOF9 && frame_marker < SOF13 ? "arithmetic coding" : "hierarchical JPEG";
}

/// Gathers a header from the segments, in the order of the file.
class HeaderBuilder {
 public:
  explicit HeaderBuilder(const Limits& limits) : limits_(limits) {}

  Status add(const Segment& segment) {
    if (is_frame(segment.marker)) return add_frame(segment);
    if (segment.marker == SOS) return add_scan(segment.payload);
    if (segment.marker == DQT) return add_tables(segment.payload);
    set_reason(extra_picture_reason(segment));
    return {};
  }

  Result<Header> finish(ByteView file, std::size_t picture_bytes) && {
    if (!has_frame_ || header_.scans == 0) {
      return unexpected(ErrorCode::corrupt_input, "it holds no picture");
    }
    header_.picture_bytes = picture_bytes;
    set_reason(trailing_picture_reason(file.subspan(picture_bytes)));
    const bool decodable = header_.passthrough_reason.empty();
    if (decodable && !progress_.complete(header_.component_count)) set_reason("unfinished scans");
    return std::move(header_);
  }

 private:
  /// The first reason found is the one that is told.
  void set_reason(std::string_view reason) {
    if (header_.passthrough_reason.empty()) header_.passthrough_reason = reason;
  }

  Status add_frame(const Segment& segment) {
    const ByteView payload = segment.payload;
    if (payload.size() < 6 || payload.size() != 6 + 3u * payload[5]) return damaged("its header");
    if (has_frame_) {
      set_reason("hierarchical JPEG");
      return {};
    }
    has_frame_ = true;
    header_.height = read_be16(payload.subspan(1));
    header_.width = read_be16(payload.subspan(3));
    header_.component_count = payload[5];
    header_.progressive = segment.marker == SOF2;
    set_reason(coding_reason(segment.marker));
    if (payload[0] != 8) set_reason(std::to_string(payload[0]) + "-bit samples");
    const std::size_t count = header_.component_count;
    if (count != 1 && count != 3 && count != 4) set_reason(std::to_string(count) + " components");
    if (Status size = check_pixels(header_.width, header_.height, limits_); !size) return size;
    return add_components(payload.subspan(6));
  }

  Status add_components(ByteView rows) {
    const std::size_t count = std::min<std::size_t>(header_.component_count, k_max_components);
    for (std::size_t i = 0; i < count; ++i) {
      const ByteView row = rows.subspan(3 * i, 3);
      const Component component{row[0],
                                static_cast<std::uint8_t>(row[1] >> 4),
                                static_cast<std::uint8_t>(row[1] & 15),
                                row[2]};
      const auto in_range = [](std::uint8_t factor) { return factor >= 1 && factor <= 4; };
      const bool valid =
          in_range(component.horizontal) && in_range(component.vertical) && component.table < 4;
      if (!valid) return damaged("its header");
      header_.components[i] = component;
    }
    return {};
  }

  Status add_scan(ByteView payload) {
    if (++header_.scans > limits_.max_scans) {
      return unexpected(ErrorCode::limit_exceeded,
                        "it has more scans than the limit of " + std::to_string(limits_.max_scans));
    }
    // scans of codings that are passed through follow rules of their own
    if (!has_frame_) return damaged("the order of its segments");
    if (!header_.passthrough_reason.empty()) return {};
    return progress_.add_scan(payload,
                              std::span(header_.components).first(header_.component_count));
  }

  /// DQT (T.81, B.2.4.1): any number of tables, of bytes or of words.
  Status add_tables(ByteView payload) {
    while (!payload.empty()) {
      const bool words = payload[0] >> 4 != 0;
      const std::size_t number = payload[0] & 15;
      const std::size_t size = 1 + (words ? 128 : 64);
      if (number > 3 || payload.size() < size) return damaged("a quantisation table");
      for (std::size_t i = 0; i < 64; ++i) {
        header_.tables[number][i] = static_cast<std::uint16_t>(
            words ? read_be16(payload.subspan(1 + 2 * i)) : payload[1 + i]);
      }
      payload = payload.subspan(size);
    }
    return {};
  }

  const Limits& limits_;
  Header header_;
  ScanProgress progress_;
  bool has_frame_ = false;
};

}  // namespace

Result<Header> read_header(ByteView file, const Limits& limits) {
  SegmentReader reader(file);
  HeaderBuilder builder(limits);
  while (true) {
    const Result<Segment> segment = reader.next();
    if (!segment) return unexpected(segment.error());
    if (segment->marker == EOI) return std::move(builder).finish(file, reader.position());
    if (Status added = builder.add(*segment); !added) return unexpected(added.error());
  }
}

std::uint64_t working_bytes(const Header& header, std::size_t file_bytes) {
  // libjpeg pads to whole MCUs, whose sides are 32 at most
  const auto padded = [](std::uint64_t side) { return (side + 31) / 32 * 32; };
  const std::uint64_t pixels = padded(header.width) * padded(header.height);
  const std::uint64_t coefficients = 2 * pixels * header.component_count;
  constexpr std::uint64_t k_fixed = 8u << 20;  // thumbnails of the search, tables, padding
  // pixels of source and result, unquantised and quantised coefficients, and SSIMULACRA2's planes;
  // what `best` takes beyond that; CMYK is only transcoded
  constexpr std::uint64_t k_search_bytes_a_pixel = 64;
  constexpr std::uint64_t k_full_view_bytes_a_pixel = 48;
  const std::uint64_t search =
      header.component_count == 4
          ? 0
          : k_search_bytes_a_pixel * pixels +
                k_full_view_bytes_a_pixel * std::min(pixels, k_full_view_pixels);
  return std::max(2 * coefficients, search) + 3 * std::uint64_t{file_bytes} + k_fixed;
}

}  // namespace pixmill::jpeg
