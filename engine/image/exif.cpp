#include "engine/image/exif.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace pixmill {

namespace {

using namespace std::string_view_literals;

// tags of IFD0, by number (TIFF 6.0, sections 8 and 12)
constexpr std::uint32_t k_orientation = 0x0112;
constexpr std::uint32_t k_x_resolution = 0x011A;
constexpr std::uint32_t k_y_resolution = 0x011B;
constexpr std::uint32_t k_resolution_unit = 0x0128;
constexpr std::uint32_t k_artist = 0x013B;
constexpr std::uint32_t k_copyright = 0x8298;

// field types (TIFF 6.0, section 2)
constexpr std::uint32_t k_ascii = 2;
constexpr std::uint32_t k_short = 3;
constexpr std::uint32_t k_rational = 5;

constexpr std::size_t k_entry_bytes = 12;

/// Two texts of this length fit into one segment.
constexpr std::size_t k_max_text = 32'000;

/// A TIFF of either byte order; reads outside of it give 0 or nothing.
class Tiff {
 public:
  explicit Tiff(ByteView bytes)
      : bytes_(bytes), big_endian_(as_text(bytes).starts_with("MM\0*"sv)) {}

  bool valid() const { return big_endian_ || as_text(bytes_).starts_with("II*\0"sv); }

  std::uint32_t word(std::size_t at) const {
    return big_endian_ ? byte(at) << 8 | byte(at + 1) : byte(at + 1) << 8 | byte(at);
  }
  std::uint32_t long_word(std::size_t at) const {
    const std::uint32_t first = word(at);
    const std::uint32_t second = word(at + 2);
    return big_endian_ ? first << 16 | second : second << 16 | first;
  }
  ByteView at(std::size_t offset, std::size_t size) const {
    if (offset > bytes_.size() || size > bytes_.size() - offset) return {};
    return bytes_.subspan(offset, size);
  }

 private:
  std::uint32_t byte(std::size_t at) const { return at < bytes_.size() ? bytes_[at] : 0u; }

  ByteView bytes_;
  bool big_endian_;
};

/// An entry of an IFD; its position is that of its 12 bytes.
struct Entry {
  std::uint32_t tag = 0;
  std::uint32_t type = 0;
  std::uint32_t count = 0;
  std::size_t value_at = 0;
};

std::string ascii(const Tiff& tiff, const Entry& entry) {
  if (entry.type != k_ascii) return {};
  const std::size_t offset = entry.count <= 4 ? entry.value_at : tiff.long_word(entry.value_at);
  std::string text(as_text(tiff.at(offset, entry.count)));
  while (!text.empty() && (text.back() == '\0' || text.back() == ' ')) text.pop_back();
  return text;
}

/// A positive rational rounded to what JFIF can hold; 0 if there is none.
std::uint16_t rounded_rational(const Tiff& tiff, const Entry& entry) {
  if (entry.type != k_rational) return 0;
  const std::size_t offset = tiff.long_word(entry.value_at);
  const std::uint64_t numerator = tiff.long_word(offset);
  const std::uint64_t denominator = tiff.long_word(offset + 4);
  if (denominator == 0) return 0;
  const std::uint64_t rounded = (numerator + denominator / 2) / denominator;
  return rounded <= 0xFFFF ? static_cast<std::uint16_t>(rounded) : std::uint16_t{0};
}

std::vector<Entry> read_ifd0(const Tiff& tiff) {
  std::vector<Entry> entries;
  const std::size_t ifd = tiff.long_word(4);
  const std::size_t count = tiff.word(ifd);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = ifd + 2 + i * k_entry_bytes;
    if (tiff.at(at, k_entry_bytes).empty()) break;
    entries.push_back({tiff.word(at), tiff.word(at + 2), tiff.long_word(at + 4), at + 8});
  }
  return entries;
}

void put_be16(Bytes& out, std::size_t value) {
  out.push_back(static_cast<std::uint8_t>(value >> 8));
  out.push_back(static_cast<std::uint8_t>(value));
}

void put_be32(Bytes& out, std::size_t value) {
  put_be16(out, value >> 16);
  put_be16(out, value & 0xFFFF);
}

/// One IFD, its entries in the order of their tags, with long values behind it.
class IfdWriter {
 public:
  explicit IfdWriter(std::size_t entries) : values_at_(k_ifd_at + 2 + entries * k_entry_bytes + 4) {
    put_be16(ifd_, entries);
  }

  void add_short(std::uint32_t tag, int value) {
    add_head(tag, k_short, 1);
    put_be16(ifd_, static_cast<std::size_t>(value));
    put_be16(ifd_, 0);
  }

  void add_ascii(std::uint32_t tag, std::string_view text) {
    text = text.substr(0, k_max_text);
    const std::size_t count = text.size() + 1;  // with its NUL
    add_head(tag, k_ascii, count);
    Bytes value(text.begin(), text.end());
    value.resize(std::max<std::size_t>(count, 4));
    if (count <= 4) {
      ifd_.insert(ifd_.end(), value.begin(), value.end());
      return;
    }
    put_be32(ifd_, values_at_ + values_.size());
    values_.insert(values_.end(), value.begin(), value.end());
    if (values_.size() % 2 != 0) values_.push_back(0);  // values begin on words
  }

  Bytes finish() && {
    constexpr std::string_view k_big_endian = "MM\0*"sv;
    Bytes out(k_big_endian.begin(), k_big_endian.end());
    put_be32(out, k_ifd_at);
    out.insert(out.end(), ifd_.begin(), ifd_.end());
    put_be32(out, 0);  // no further IFD
    out.insert(out.end(), values_.begin(), values_.end());
    return out;
  }

 private:
  static constexpr std::size_t k_ifd_at = 8;

  void add_head(std::uint32_t tag, std::uint32_t type, std::size_t count) {
    put_be16(ifd_, tag);
    put_be16(ifd_, type);
    put_be32(ifd_, count);
  }

  std::size_t values_at_;
  Bytes ifd_;
  Bytes values_;
};

}  // namespace

ExifFacts read_exif(ByteView block) {
  ExifFacts facts;
  const Tiff tiff(block);
  if (!tiff.valid()) return facts;
  Density density{1, 0, 0};  // TIFF's unit is the inch unless it says otherwise
  for (const Entry& entry : read_ifd0(tiff)) {
    const std::uint32_t short_value = entry.type == k_short ? tiff.word(entry.value_at) : 0u;
    switch (entry.tag) {
      case k_orientation:
        if (short_value >= 1 && short_value <= 8) facts.orientation = static_cast<int>(short_value);
        break;
      case k_resolution_unit:
        density.unit = short_value == 3 ? 2 : 1;
        break;
      case k_x_resolution:
        density.x = rounded_rational(tiff, entry);
        break;
      case k_y_resolution:
        density.y = rounded_rational(tiff, entry);
        break;
      case k_artist:
        facts.artist = ascii(tiff, entry);
        break;
      case k_copyright:
        facts.copyright = ascii(tiff, entry);
        break;
      default:
        break;
    }
  }
  if (density.x != 0 && density.y != 0) facts.density = density;
  return facts;
}

Bytes write_exif(const ExifFacts& facts) {
  const bool turned = facts.orientation != 1;
  const std::size_t entries =
      std::size_t{turned} + !facts.artist.empty() + !facts.copyright.empty();
  if (entries == 0) return {};
  IfdWriter ifd(entries);
  if (turned) ifd.add_short(k_orientation, facts.orientation);
  if (!facts.artist.empty()) ifd.add_ascii(k_artist, facts.artist);
  if (!facts.copyright.empty()) ifd.add_ascii(k_copyright, facts.copyright);
  return std::move(ifd).finish();
}

}  // namespace pixmill
