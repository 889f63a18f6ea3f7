// PNGs. Checksums are put right first: a fuzzer cannot guess them, and would see little else.
#include <zlib.h>

#include "tests/fuzz/codec_round_trip.h"

namespace {

constexpr std::size_t k_signature_bytes = 8;

/// Every chunk's CRC made that of its type and data (PNG specification, section 5.3).
void repair_checksums(pixmill::Bytes& png) {
  std::size_t at = k_signature_bytes;
  while (at + 12 <= png.size()) {
    const std::size_t length = pixmill::read_be32(pixmill::ByteView(png).subspan(at));
    if (length > png.size() - at - 12) return;
    const uLong crc = crc32(0, &png[at + 4], static_cast<uInt>(length + 4));
    for (std::size_t i = 0; i < 4; ++i) {
      png[at + 8 + length + i] = static_cast<std::uint8_t>(crc >> (24 - 8 * i));
    }
    at += 12 + length;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixmill;
  Bytes png(data, data + size);
  repair_checksums(png);
  Settings settings;
  settings.png.level = 2;
  test::codec_round_trip(Format::png, png, settings);
  return 0;
}
