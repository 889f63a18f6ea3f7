// A scan's entropy-coded bits as a file has them: from the highest bit on, and a zero byte after
// each that looks like a marker (T.81, B.1.1.5).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/base/bytes.h"

namespace pixmill::jpeg {

/// Appends to `file` what is put; all of it only when finished.
class BitWriter {
 public:
  explicit BitWriter(Bytes& file) : file_(file) {}

  /// `count` is at most 32, and `bits` has no others set.
  void put(std::uint64_t bits, unsigned count) {
    waiting_ = waiting_ << count | bits;
    waiting_count_ += count;
    if (waiting_count_ >= 32) put_four_bytes();
  }

  /// Fills the last byte with ones (T.81, F.1.2.3).
  void finish() {
    put(0x7F, 7);
    make_room();
    for (; waiting_count_ >= 8; waiting_count_ -= 8) put_byte(waiting_ >> (waiting_count_ - 8));
    waiting_count_ = 0;
    spill();
  }

 private:
  /// Room for what four bytes can become at most.
  static constexpr std::size_t k_margin = 8;

  void put_four_bytes() {
    waiting_count_ -= 32;
    const auto four = static_cast<std::uint32_t>(waiting_ >> waiting_count_);
    make_room();
    const bool has_ones = ((~four - 0x01010101U) & four & 0x80808080U) != 0;  // a byte of them
    if (has_ones) {
      for (unsigned shift = 32; shift > 0; shift -= 8) put_byte(four >> (shift - 8));
      return;
    }
    for (std::size_t i = 0; i < 4; ++i) {
      buffer_[used_ + i] = static_cast<std::uint8_t>(four >> (24 - 8 * i));
    }
    used_ += 4;
  }

  void make_room() {
    if (used_ + k_margin > buffer_.size()) spill();
  }

  /// Where there is room for two.
  void put_byte(std::uint64_t value) {
    const auto byte = static_cast<std::uint8_t>(value);
    buffer_[used_++] = byte;
    if (byte == 0xFF) buffer_[used_++] = 0;
  }

  void spill() {
    file_.insert(file_.end(), buffer_.data(), buffer_.data() + used_);
    used_ = 0;
  }

  Bytes& file_;
  std::uint64_t waiting_ = 0;  ///< the lowest `waiting_count_` bits, fewer than 32
  unsigned waiting_count_ = 0;
  std::size_t used_ = 0;
  std::array<std::uint8_t, 4096> buffer_;
};

}  // namespace pixmill::jpeg
