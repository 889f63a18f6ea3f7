#include "engine/image/exif_orientation.h"

namespace pixmill {

namespace {

constexpr std::uint32_t k_orientation_tag = 0x0112;
constexpr std::uint32_t k_short_type = 3;

/// TIFF 6.0 numbers, in the byte order that the block announces.
class TiffReader {
 public:
  explicit TiffReader(ByteView tiff) : tiff_(tiff) {}

  bool has(std::size_t at, std::size_t size) const {
    return at <= tiff_.size() && size <= tiff_.size() - at;
  }
  std::uint32_t read16(std::size_t at) const {
    const std::uint32_t value = read_be16(tiff_.subspan(at, 2));
    return is_little_endian() ? (value & 255) << 8 | value >> 8 : value;
  }
  std::uint32_t read32(std::size_t at) const {
    return is_little_endian() ? read16(at) | read16(at + 2) << 16
                              : read16(at) << 16 | read16(at + 2);
  }
  bool is_tiff() const {
    return has(0, 8) && (is_little_endian() || as_text(tiff_.first(2)) == "MM") && read16(2) == 42;
  }

 private:
  bool is_little_endian() const { return as_text(tiff_.first(2)) == "II"; }

  ByteView tiff_;
};

}  // namespace

int exif_orientation(ByteView tiff) {
  const TiffReader reader(tiff);
  if (!reader.is_tiff()) return 1;
  const std::size_t directory = reader.read32(4);
  if (!reader.has(directory, 2)) return 1;
  const std::size_t entries = reader.read16(directory);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + 12 * i;
    if (!reader.has(entry, 12)) return 1;
    if (reader.read16(entry) != k_orientation_tag) continue;
    const std::uint32_t value = reader.read16(entry + 8);
    const bool is_valid = reader.read16(entry + 2) == k_short_type && value >= 1 && value <= 8;
    return is_valid ? static_cast<int>(value) : 1;
  }
  return 1;
}

Bytes make_orientation_exif(int orientation) {
  const auto value = static_cast<std::uint8_t>(orientation);
  return {'M', 'M',  0, 42, 0, 0, 0, 8,                  // the directory follows at once
          0,   1,                                        // with one entry:
          1,   0x12, 0, 3,  0, 0, 0, 1, 0, value, 0, 0,  // orientation, one short
          0,   0,    0, 0};                              // and no other directory
}

}  // namespace pixmill
