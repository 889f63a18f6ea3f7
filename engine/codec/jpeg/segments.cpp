#include "engine/codec/jpeg/segments.h"

#include <cstring>

namespace pixmill::jpeg {

namespace {

Unexpected truncated() {
  return unexpected(ErrorCode::corrupt_input,
                    "it is truncated: it ends before its end-of-image marker");
}

}  // namespace

Result<Segment> SegmentReader::next() {
  if (position_ == 0) {
    Status start = read_start();
    if (!start) return unexpected(std::move(start).error());
  }
  if (in_scan_) skip_entropy_coded_data();
  Result<std::uint8_t> marker = read_marker();
  if (!marker) return unexpected(std::move(marker).error());
  if (*marker == EOI) return Segment{*marker, {}};
  Result<ByteView> payload = read_payload(*marker);
  if (!payload) return unexpected(std::move(payload).error());
  in_scan_ = *marker == SOS;
  return Segment{*marker, *payload};
}

Status SegmentReader::read_start() {
  if (file_.size() < 2) return truncated();
  if (file_[0] != 0xFF || file_[1] != SOI) {
    return unexpected(ErrorCode::corrupt_input, "it does not begin as a JPEG does");
  }
  position_ = 2;
  return {};
}

Result<std::uint8_t> SegmentReader::read_marker() {
  if (position_ < file_.size() && file_[position_] != 0xFF) {
    return unexpected(ErrorCode::corrupt_input,
                      "there is no marker at byte " + std::to_string(position_));
  }
  // any number of fill bytes may come before a marker (T.81, B.1.1.2)
  while (position_ < file_.size() && file_[position_] == 0xFF) ++position_;
  if (position_ >= file_.size()) return truncated();
  return file_[position_++];
}

Result<ByteView> SegmentReader::read_payload(std::uint8_t marker) {
  const ByteView rest = file_.subspan(position_);
  if (rest.size() < 2) return truncated();
  const std::size_t length = read_be16(rest);
  if (length < 2 || marker < SOF0 || (marker >= RST0 && marker <= SOI)) {
    return unexpected(ErrorCode::corrupt_input,
                      "there is a damaged marker at byte " + std::to_string(position_ - 1));
  }
  if (rest.size() < length) return truncated();
  position_ += length;
  return rest.subspan(2, length - 2);
}

void SegmentReader::skip_entropy_coded_data() {
  in_scan_ = false;
  while (position_ < file_.size()) {
    const void* found = std::memchr(&file_[position_], 0xFF, file_.size() - position_);
    if (found == nullptr) break;
    position_ = static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) - file_.data());
    if (position_ + 1 >= file_.size()) break;
    const std::uint8_t after = file_[position_ + 1];
    // Only 0 may follow in a JPEG, but anything below 0x80 in a JPEG-LS. No marker is that low.
    const bool is_data = after < SOF0 || (after >= RST0 && after <= RST7);
    if (!is_data) return;
    position_ += 2;
  }
  position_ = file_.size();
}

}  // namespace pixmill::jpeg
