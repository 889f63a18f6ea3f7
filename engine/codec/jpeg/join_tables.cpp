#include "engine/codec/jpeg/join_tables.h"

#include <algorithm>
#include <cstddef>

#include "engine/codec/jpeg/segments.h"

namespace pixmill::jpeg {

namespace {

constexpr std::size_t k_marker_bytes = 2;
constexpr std::size_t k_length_bytes = 2;

bool holds_tables(std::uint8_t marker) {
  return marker == DQT || marker == DHT;
}

/// To the length of the segment that starts there.
void add_length(Bytes& bytes, std::size_t start, std::size_t more) {
  const std::size_t at = start + k_marker_bytes;
  const std::size_t length = read_be16(ByteView(bytes).subspan(at)) + more;
  bytes[at] = static_cast<std::uint8_t>(length >> 8U);
  bytes[at + 1] = static_cast<std::uint8_t>(length & 0xFFU);
}

}  // namespace

void join_tables(Bytes& file) {
  SegmentReader reader(file);
  Bytes head{0xFF, SOI};
  std::uint8_t last_marker = SOI;
  std::size_t last_start = 0;
  std::size_t start = head.size();
  while (last_marker != SOS && last_marker != EOI) {
    const Result<Segment> segment = reader.next();
    if (!segment) return;
    if (holds_tables(segment->marker) && segment->marker == last_marker) {
      add_length(head, last_start, segment->payload.size());
      start += k_marker_bytes + k_length_bytes;
    } else {
      last_start = head.size();
    }
    const auto at = [&](std::size_t position) {
      return file.begin() + static_cast<std::ptrdiff_t>(position);
    };
    head.insert(head.end(), at(start), at(reader.position()));
    start = reader.position();
    last_marker = segment->marker;
  }
  const std::size_t saved = start - head.size();
  if (saved == 0) return;
  file.erase(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(saved));
  std::copy(head.begin(), head.end(), file.begin());
}

}  // namespace pixmill::jpeg
