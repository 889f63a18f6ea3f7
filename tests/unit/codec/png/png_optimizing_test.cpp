#include <boost/test/unit_test.hpp>

#include "engine/codec/png/png_codec.h"
#include "engine/image/exif.h"
#include "made_png.h"

using namespace pixmill;
using namespace pixmill::png;
using namespace std::string_view_literals;

namespace {

const Limits k_limits;
const Codec k_codec = png_codec();

Candidate optimized(ByteView file, const Settings& settings = {}) {
  Result<Proposal> proposal = k_codec.propose(file, settings, k_limits);
  BOOST_REQUIRE(proposal.has_value());
  Candidate best = std::move(proposal->candidates.front());
  const Status status = k_codec.verify(file, best, settings, k_limits);
  BOOST_REQUIRE(status.has_value());
  return best;
}

/// Flat areas, as of a screenshot, in few colours.
Raster screenshot() {
  Raster raster = empty_raster({ColorType::rgb, 8}, 120, 90);
  for (std::uint32_t y = 0; y < raster.height; ++y) {
    for (std::uint32_t x = 0; x < raster.width; ++x) {
      const bool button = x / 10 % 3 == 1 && y / 8 % 4 == 2;
      for (std::uint32_t c = 0; c < 3; ++c) {
        raster.row(y)[3 * x + c] = static_cast<std::uint8_t>(button ? 40 * c + y % 8 : 230);
      }
    }
  }
  return raster;
}

Settings with(Metadata metadata) {
  Settings settings;
  settings.metadata = metadata;
  return settings;
}

const std::vector<MadeChunk> k_texts = {{"pHYs", Bytes(9, 1)},
                                        {"sBIT", {8, 8, 8}},
                                        {"tEXt", bytes_of("Copyright\0me"sv)},
                                        {"tEXt", bytes_of("Comment\0hi"sv)},
                                        {"zTXt", bytes_of("Author\0\0stream"sv)},
                                        {"tIME", Bytes(7, 1)},
                                        {"prVt", {1, 2}}};

}  // namespace

BOOST_AUTO_TEST_CASE(every_type_depth_and_interlacing_is_optimized_exactly) {
  for (const Form form : k_forms) {
    for (const bool interlaced : {false, true}) {
      Raster raster = noise_raster(form, 21, 10);
      if (!has_alpha_channel(form.color) && form.color != ColorType::palette) {
        raster.key = {1, 1, 1};
      }

      const Candidate best = optimized(made_png(raster, interlaced));

      BOOST_TEST(best.lossless);
      BOOST_TEST(best.width == 21u);
      BOOST_TEST(best.height == 10u);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_screenshot_gets_smaller_and_a_palette) {
  const Bytes file = made_png(screenshot());

  const Candidate best = optimized(file);

  BOOST_TEST(best.bytes.size() < file.size());
  BOOST_TEST(find_chunk(best.bytes, "PLTE").has_value());
}

BOOST_AUTO_TEST_CASE(a_second_pass_over_an_output_changes_nothing) {
  std::vector<Raster> pictures = {screenshot()};
  for (const Form form : k_forms) pictures.push_back(noise_raster(form, 33, 20));
  for (const bool clean : {false, true}) {
    Settings settings;
    settings.png.clean_alpha = clean;
    for (const Raster& picture : pictures) {
      const Bytes first = optimized(made_png(picture), settings).bytes;
      BOOST_TEST((optimized(first, settings).bytes == first));
    }
  }
}

BOOST_AUTO_TEST_CASE(more_effort_is_never_larger_on_a_screenshot) {
  const Bytes file = made_png(screenshot());
  Settings low;
  low.png.level = 1;
  Settings high;
  high.png.level = 12;

  BOOST_TEST(optimized(file, high).bytes.size() <= optimized(file).bytes.size());
  BOOST_TEST(optimized(file).bytes.size() <= optimized(file, low).bytes.size());
}

BOOST_AUTO_TEST_CASE(verification_notices_one_changed_sample) {
  Raster picture = screenshot();
  const Bytes file = made_png(picture);
  picture.rows[1000] ^= 1;
  Candidate wrong;
  wrong.bytes = made_png(picture);
  Candidate broken;
  broken.bytes = Bytes(file.begin(), file.end() - 20);

  BOOST_TEST(!k_codec.verify(file, wrong, {}, k_limits).has_value());
  BOOST_TEST(!k_codec.verify(file, broken, {}, k_limits).has_value());
}

BOOST_AUTO_TEST_CASE(verification_notices_lost_gamma) {
  const Bytes file = made_png_with(screenshot(), {{"gAMA", {0, 1, 0x86, 0xA0}}});
  Candidate without_gamma;
  without_gamma.bytes = made_png(screenshot());

  BOOST_TEST(!k_codec.verify(file, without_gamma, {}, k_limits).has_value());
}

BOOST_AUTO_TEST_CASE(hidden_colors_change_only_when_asked_for) {
  Raster picture = noise_raster({ColorType::rgba, 8}, 60, 60);
  for (std::size_t i = 3; i < picture.rows.size(); i += 4) picture.rows[i] = 0;
  const Bytes file = made_png(picture);
  Settings clean;
  clean.png.clean_alpha = true;

  const Candidate cleaned = optimized(file, clean);

  BOOST_TEST(cleaned.bytes.size() < 200u);
  BOOST_TEST(optimized(file).bytes.size() > 60u * 60u * 3u);
  BOOST_TEST(!k_codec.verify(file, cleaned, {}, k_limits).has_value());
}

BOOST_AUTO_TEST_CASE(metadata_goes_but_the_shape_of_pixels_stays) {
  const Bytes best = optimized(made_png_with(screenshot(), k_texts)).bytes;

  BOOST_TEST(find_chunk(best, "pHYs").has_value());
  for (const std::string_view type : {"tEXt", "zTXt", "tIME", "prVt", "sBIT"}) {
    BOOST_TEST(!find_chunk(best, type).has_value());
  }
}

BOOST_AUTO_TEST_CASE(copyright_keeps_copyright_and_author_only) {
  const Bytes best =
      optimized(made_png_with(screenshot(), k_texts), with(Metadata::copyright)).bytes;

  BOOST_TEST((find_chunk(best, "tEXt") == bytes_of("Copyright\0me"sv)));
  BOOST_TEST(find_chunk(best, "zTXt").has_value());
  BOOST_TEST(as_text(best).find("Comment") == std::string_view::npos);
  BOOST_TEST(!find_chunk(best, "tIME").has_value());
}

BOOST_AUTO_TEST_CASE(all_keeps_all_but_what_the_new_type_contradicts) {
  const Bytes best = optimized(made_png_with(screenshot(), k_texts), with(Metadata::all)).bytes;

  for (const std::string_view type : {"pHYs", "tEXt", "zTXt", "tIME", "prVt"}) {
    BOOST_TEST(find_chunk(best, type).has_value());
  }
  // it is a palette now
  BOOST_TEST(!find_chunk(best, "sBIT").has_value());

  Settings same_form = with(Metadata::all);
  same_form.png.reduce = false;
  BOOST_TEST(find_chunk(optimized(made_png_with(screenshot(), k_texts), same_form).bytes, "sBIT")
                 .has_value());
}

BOOST_AUTO_TEST_CASE(of_exif_only_an_orientation_stays) {
  ExifFacts facts;
  facts.orientation = 6;
  const Bytes orientation_only = write_exif(facts);
  facts.artist = "me";
  const Bytes turned = write_exif(facts);
  facts.orientation = 1;
  const Bytes upright = write_exif(facts);

  const Bytes best = optimized(made_png_with(screenshot(), {{"eXIf", turned}})).bytes;
  const Bytes plain = optimized(made_png_with(screenshot(), {{"eXIf", upright}})).bytes;

  BOOST_TEST((find_chunk(best, "eXIf") == orientation_only));
  BOOST_TEST(!find_chunk(plain, "eXIf").has_value());
}

BOOST_AUTO_TEST_CASE(inspection_tells_the_orientation) {
  ExifFacts facts;
  facts.orientation = 5;
  const Bytes turned = made_png_with(screenshot(), {{"eXIf", write_exif(facts)}});

  BOOST_TEST(k_codec.inspect(turned, Limits{}).value().orientation == 5);
  BOOST_TEST(k_codec.inspect(made_png(screenshot()), Limits{}).value().orientation == 1);
}

BOOST_AUTO_TEST_CASE(color_chunks_keep_their_meaning) {
  const Bytes gamma = {0, 1, 0x86, 0xA0};
  const Bytes tagged = optimized(made_png_with(screenshot(), {{"gAMA", gamma}})).bytes;
  const Bytes srgb = optimized(made_png_with(screenshot(), {{"sRGB", {1}}, {"gAMA", gamma}})).bytes;

  BOOST_TEST((find_chunk(tagged, "gAMA") == gamma));
  BOOST_TEST((find_chunk(srgb, "sRGB") == Bytes{1}));
  // overruled by sRGB
  BOOST_TEST(!find_chunk(srgb, "gAMA").has_value());
}

BOOST_AUTO_TEST_CASE(an_unknown_profile_stays_and_forbids_grey) {
  Raster grey_pixels = empty_raster({ColorType::rgb, 8}, 40, 40);
  for (std::size_t i = 0; i < grey_pixels.rows.size(); ++i) {
    grey_pixels.rows[i] = static_cast<std::uint8_t>(i / 3 % 250);
  }
  const Bytes profile(1000, 42);
  Bytes iccp = bytes_of("name\0\0"sv);
  const Bytes stream = Deflater(1).compress(profile);
  iccp.insert(iccp.end(), stream.begin(), stream.end());

  const Bytes best = optimized(made_png_with(grey_pixels, {{"iCCP", iccp}})).bytes;

  const std::optional<Bytes> kept = find_chunk(best, "iCCP");
  BOOST_REQUIRE(kept.has_value());
  BOOST_TEST((*inflate(ByteView(*kept).subspan(5), 2000) == profile));
  BOOST_TEST(!is_grey(static_cast<ColorType>((*find_chunk(best, "IHDR"))[9])));
}

BOOST_AUTO_TEST_CASE(a_profile_that_inflates_without_end_is_refused) {
  Bytes iccp = bytes_of("bomb\0\0"sv);
  const Bytes stream = Deflater(1).compress(Bytes(k_limits.max_metadata_bytes + 1));
  iccp.insert(iccp.end(), stream.begin(), stream.end());

  const Result<Proposal> proposal =
      k_codec.propose(made_png_with(screenshot(), {{"iCCP", iccp}}), {}, k_limits);

  BOOST_REQUIRE(!proposal.has_value());
  BOOST_TEST((proposal.error().code == ErrorCode::limit_exceeded));
}

BOOST_AUTO_TEST_CASE(an_animation_is_not_proposed_for) {
  const Result<Proposal> proposal =
      k_codec.propose(made_png_with(screenshot(), {{"acTL", Bytes(8)}}), {}, k_limits);

  BOOST_REQUIRE(!proposal.has_value());
  BOOST_TEST((proposal.error().code == ErrorCode::unsupported));
}

BOOST_AUTO_TEST_CASE(the_registry_knows_png) {
  BOOST_REQUIRE(find_codec(Format::png) != nullptr);
  BOOST_TEST(find_codec(Format::png)->name == "png");
}
