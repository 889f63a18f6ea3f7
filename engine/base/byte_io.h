// Reading and writing the small binary records that the cache keeps: little-endian numbers and
// strings with their lengths, the same on every machine. A record that ends too early is a reader
// gone bad, asked once at the end.
#pragma once

#include <concepts>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "engine/base/hash.h"

namespace pixmill {

class RecordWriter {
 public:
  template <std::integral Number>
  void number(Number value) {
    for (std::size_t i = 0; i < sizeof(Number); ++i) {
      record_ += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i));
    }
  }
  void text(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    record_ += value;
  }
  void hash(const Hash128& value) { record_ += as_text(value.bytes); }

  std::string take() { return std::move(record_); }

 private:
  std::string record_;
};

class RecordReader {
 public:
  explicit RecordReader(std::string_view record) : rest_(record) {}

  template <std::integral Number>
  Number number() {
    const std::string_view bytes = take(sizeof(Number));
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      value |= std::uint64_t{static_cast<std::uint8_t>(bytes[i])} << (8 * i);
    }
    return static_cast<Number>(value);
  }
  /// Looks into the record; valid as long as that is.
  std::string_view text() { return take(number<std::uint32_t>()); }
  /// How many things follow that take at least `least_bytes` each. More than the rest can hold is
  /// damage: 0, before anyone allocates for them.
  std::uint32_t count(std::size_t least_bytes) {
    const auto value = number<std::uint32_t>();
    if (value <= rest_.size() / least_bytes) return value;
    ok_ = false;
    rest_ = {};
    return 0;
  }
  Hash128 hash() {
    Hash128 value;
    const std::string_view bytes = take(value.bytes.size());
    if (bytes.size() == value.bytes.size()) {
      std::memcpy(value.bytes.data(), bytes.data(), bytes.size());
    }
    return value;
  }

  /// False once anything was asked for that the record did not hold.
  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view take(std::size_t size) {
    if (size > rest_.size()) {
      ok_ = false;
      rest_ = {};
      return {};
    }
    const std::string_view part = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return part;
  }

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace pixmill
