// JPEGs: the lossless transcode, and a fixed quality; the search is only those two in a loop.
#include "tests/fuzz/codec_round_trip.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixmill;
  Settings settings;
  for (const JpegMode mode : {JpegMode::lossless, JpegMode::fixed}) {
    settings.jpeg.mode = mode;
    settings.jpeg.reencode = Reencode::always;
    test::codec_round_trip(Format::jpeg, ByteView(data, size), settings);
  }
  return 0;
}
