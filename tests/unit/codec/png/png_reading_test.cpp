#include <boost/test/unit_test.hpp>

#include "engine/codec/png/png_codec.h"
#include "engine/codec/png/png_layout.h"
#include "engine/codec/png/png_reader.h"
#include "made_png.h"

using namespace pixmill;
using namespace pixmill::png;

namespace {

const Limits k_limits;

Result<Raster> read(ByteView file) {
  Result<Layout> layout = read_layout(file, k_limits);
  if (!layout) return unexpected(std::move(layout).error());
  return read_raster(*layout);
}

bool refuses(ByteView file, ErrorCode code = ErrorCode::corrupt_input) {
  const Result<Raster> raster = read(file);
  return !raster && raster.error().code == code && !raster.error().message.empty();
}

std::string passthrough_reason(ByteView file) {
  const Result<ImageInfo> info = png_codec().inspect(file, k_limits);
  return info ? info->passthrough_reason : "refused: " + info.error().message;
}

Raster small_picture() {
  return noise_raster({ColorType::rgb, 8}, 5, 4);
}

}  // namespace

BOOST_AUTO_TEST_CASE(decodes_every_type_depth_and_interlacing_to_its_own_samples) {
  for (const Form form : k_forms) {
    for (const std::uint32_t side : {1u, 2u, 5u, 9u, 17u}) {
      for (const bool interlaced : {false, true}) {
        const Raster made = noise_raster(form, side, 18 - side);

        const Result<Raster> raster = read(made_png(made, interlaced));

        BOOST_REQUIRE(raster.has_value());
        BOOST_TEST((*raster == made));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(refuses_every_prefix) {
  for (const Form form : {Form{ColorType::rgb, 8}, Form{ColorType::palette, 4}}) {
    const Bytes file = made_png(noise_raster(form, 6, 6), form.depth == 4);
    for (std::size_t size = 0; size < file.size(); ++size) {
      BOOST_REQUIRE(refuses(ByteView(file).first(size)));
    }
  }
}

BOOST_AUTO_TEST_CASE(refuses_every_flipped_bit) {
  const Bytes file = made_png(noise_raster({ColorType::palette, 2}, 6, 6));
  for (std::size_t bit = 0; bit < 8 * file.size(); ++bit) {
    Bytes flipped = file;
    flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ 1u << bit % 8);
    BOOST_REQUIRE(!read(flipped).has_value());
  }
}

BOOST_AUTO_TEST_CASE(a_damaged_stream_whose_checksum_is_right_never_gives_other_pixels) {
  const Raster made = noise_raster({ColorType::rgb, 8}, 6, 6);
  std::vector<MadeChunk> chunks = chunks_of(made);
  Bytes& stream = chunks[1].data;
  std::size_t refused = 0;
  for (std::size_t bit = 0; bit < 8 * stream.size(); ++bit) {
    const auto mask = static_cast<std::uint8_t>(1u << bit % 8);
    stream[bit / 8] ^= mask;
    const Result<Raster> raster = read(file_of(chunks));
    stream[bit / 8] ^= mask;
    // deflate's stored blocks have a few bits that mean nothing
    if (raster) BOOST_TEST((*raster == made));
    if (!raster) ++refused;
  }
  BOOST_TEST(refused > 8 * stream.size() - 10);
}

BOOST_AUTO_TEST_CASE(refuses_chunks_that_are_missing_or_out_of_place) {
  const std::vector<MadeChunk> good = chunks_of(noise_raster({ColorType::palette, 8}, 4, 4));
  const MadeChunk &ihdr = good[0], &plte = good[1], &trns = good[2], &idat = good[3],
                  &iend = good[4];

  BOOST_TEST(read(file_of(good)).has_value());
  BOOST_TEST(refuses(file_of({plte, trns, idat, iend})));
  BOOST_TEST(refuses(file_of({ihdr, ihdr, plte, idat, iend})));
  BOOST_TEST(refuses(file_of({ihdr, idat, iend})));
  BOOST_TEST(refuses(file_of({ihdr, idat, plte, iend})));
  BOOST_TEST(refuses(file_of({ihdr, trns, plte, idat, iend})));
  BOOST_TEST(refuses(file_of({ihdr, plte, plte, idat, iend})));
  BOOST_TEST(refuses(file_of({ihdr, plte, trns, iend})));
  BOOST_TEST(refuses(file_of({ihdr, plte, trns, idat})));
  BOOST_TEST(refuses(file_of({ihdr, plte, idat, {"tIME", Bytes(7)}, idat, iend})));
  BOOST_TEST(refuses(file_of({ihdr, {"PLTE", Bytes(4)}, idat, iend})));
  BOOST_TEST(refuses(file_of({ihdr, plte, {"tRNS", Bytes(257)}, idat, iend})));
}

BOOST_AUTO_TEST_CASE(refuses_image_data_that_is_too_short_or_too_long) {
  const Raster made = small_picture();
  const Bytes rows(made.height * (made.row_bytes() + 1));
  const auto file_with = [&](std::size_t size) {
    Bytes stream = rows;
    stream.resize(size);
    return file_of(
        {{"IHDR", header_of(made, false)}, {"IDAT", Deflater(6).compress(stream)}, {"IEND", {}}});
  };

  BOOST_TEST(read(file_with(rows.size())).has_value());
  BOOST_TEST(refuses(file_with(rows.size() - 1)));
  BOOST_TEST(refuses(file_with(rows.size() + 1)));
}

BOOST_AUTO_TEST_CASE(refuses_an_index_beyond_the_palette) {
  Raster made = noise_raster({ColorType::palette, 8}, 4, 4);
  made.palette.resize(3);
  made.rows.assign(made.rows.size(), 2);
  BOOST_TEST(read(made_png(made)).has_value());

  made.rows.back() = 3;

  BOOST_TEST(refuses(made_png(made)));
}

BOOST_AUTO_TEST_CASE(refuses_a_giant_from_its_header) {
  Raster giant;
  giant.width = giant.height = 65535;
  giant.depth = 1;
  const Bytes file =
      file_of({{"IHDR", header_of(giant, false)}, {"IDAT", Bytes(8192)}, {"IEND", {}}});

  BOOST_TEST(refuses(file, ErrorCode::limit_exceeded));
}

BOOST_AUTO_TEST_CASE(refuses_what_would_need_too_much_memory) {
  Limits tight;
  tight.max_working_bytes = 1 << 20;
  const Result<ImageInfo> info =
      png_codec().inspect(made_png(noise_raster({ColorType::rgb, 8}, 300, 300)), tight);

  BOOST_REQUIRE(!info.has_value());
  BOOST_TEST((info.error().code == ErrorCode::limit_exceeded));
}

BOOST_AUTO_TEST_CASE(passes_through_what_it_would_break) {
  const std::vector<MadeChunk> chunks = chunks_of(small_picture());
  Bytes with_payload = file_of(chunks);
  with_payload.push_back('P');
  std::vector<MadeChunk> apple = chunks;
  apple.insert(apple.begin(), {"CgBI", Bytes(4)});

  BOOST_TEST(passthrough_reason(made_png_with(small_picture(), {{"acTL", Bytes(8)}})) ==
             "animated PNG");
  BOOST_TEST(passthrough_reason(made_png_with(small_picture(), {{"QQQQ", {}}})) ==
             "PNG with the unknown critical chunk QQQQ");
  BOOST_TEST(passthrough_reason(with_payload) == "PNG with data of another kind behind its end");
  BOOST_TEST(passthrough_reason(file_of(apple)) == "PNG in Apple's private variant (CgBI)");
  BOOST_TEST(refuses(file_of(apple), ErrorCode::unsupported));
}

BOOST_AUTO_TEST_CASE(zero_padding_behind_the_end_is_nothing) {
  Bytes padded = made_png(small_picture());
  padded.resize(padded.size() + 100);

  BOOST_TEST(passthrough_reason(padded) == "");
}

BOOST_AUTO_TEST_CASE(decode_gives_channels_as_a_viewer_shows_them) {
  Raster grey = empty_raster({ColorType::grey, 2}, 4, 1);
  grey.rows = {0b00011011};
  grey.key = {1, 0, 0};
  Raster indexed = empty_raster({ColorType::palette, 1}, 2, 1);
  indexed.palette = {{1, 2, 3, 255}, {4, 5, 6, 255}};
  indexed.rows = {0b01000000};

  const Result<Image> from_grey = png_codec().decode(made_png(grey), k_limits);
  const Result<Image> from_indexed = png_codec().decode(made_png(indexed), k_limits);

  BOOST_TEST(from_grey->channels == 2);
  BOOST_TEST((from_grey->pixels == Bytes{0, 255, 85, 0, 170, 255, 255, 255}));
  // its palette has a tRNS chunk, but nothing in it is transparent
  BOOST_TEST(from_indexed->channels == 3);
  BOOST_TEST((from_indexed->pixels == Bytes{1, 2, 3, 4, 5, 6}));
}
