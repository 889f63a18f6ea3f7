#include "engine/codec/jpeg/metadata.h"

#include <boost/test/unit_test.hpp>
#include <string>

#include "engine/codec/jpeg/segments.h"
#include "samples.h"

using namespace pixmill;
using namespace pixmill::jpeg;
using namespace pixmill::test;
using namespace std::string_literals;

namespace {

Bytes bytes(std::string_view text) {
  return {text.begin(), text.end()};
}

Bytes exif_payload(const ExifFacts& facts) {
  Bytes payload = bytes("Exif\0\0"s);
  const Bytes block = write_exif(facts);
  payload.insert(payload.end(), block.begin(), block.end());
  return payload;
}

/// The lossless result under a policy.
Bytes transcoded(const Bytes& file, Metadata metadata, IccPolicy icc = IccPolicy::strip_if_srgb) {
  Settings settings = lossless_settings();
  settings.metadata = metadata;
  settings.icc = icc;
  const Proposal proposal = propose(file, settings);
  const Candidate& candidate = proposal.candidates.at(0);
  BOOST_TEST(codec().verify(file, candidate, settings, Limits{}).has_value());
  return candidate.bytes;
}

Bytes with_segments(std::vector<KeptSegment> segments) {
  JpegSample sample;
  sample.segments = std::move(segments);
  return make_jpeg(sample);
}

void put_be32(std::string& to, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) to += static_cast<char>(value >> shift);
}

std::string xyz_tag(std::uint32_t x, std::uint32_t y, std::uint32_t z) {
  std::string tag = "XYZ \0\0\0\0"s;
  for (const std::uint32_t value : {x, y, z}) put_be32(tag, value);
  return tag;
}

/// A version 4 display profile of sRGB's primaries, with its curve or with a gamma.
std::string profile(const std::string& curve) {
  const std::pair<std::string, std::string> tags[] = {
      {"rXYZ", xyz_tag(0x6FA2, 0x38F5, 0x0390)},
      {"gXYZ", xyz_tag(0x6299, 0xB785, 0x18DA)},
      {"bXYZ", xyz_tag(0x24A0, 0x0F84, 0xB6CF)},
      {"rTRC", curve},
      {"gTRC", curve},
      {"bTRC", curve},
      {"wtpt", xyz_tag(0xF6D6, 0x10000, 0xD32D)},
  };
  std::string table;
  std::string data;
  put_be32(table, std::size(tags));
  for (const auto& [name, value] : tags) {
    table += name;
    put_be32(table, static_cast<std::uint32_t>(128 + 4 + 12 * std::size(tags) + data.size()));
    put_be32(table, static_cast<std::uint32_t>(value.size()));
    data += value;
  }
  std::string head;
  put_be32(head, static_cast<std::uint32_t>(128 + table.size() + data.size()));
  head += "\0\0\0\0\4\x20\0\0mntrRGB XYZ "s;
  head.resize(36);
  head += "acsp";
  head.resize(128);
  return head + table + data;
}

std::string srgb_profile() {
  std::string curve = "para\0\0\0\0\0\3\0\0"s;
  for (const std::uint32_t v : {0x26666u, 0xF2A7u, 0xD59u, 0x13D0u, 0xA5Bu}) put_be32(curve, v);
  return profile(curve);
}

std::string gamma_profile() {
  std::string curve = "para\0\0\0\0\0\0\0\0"s;
  put_be32(curve, 0x1CCCC);  // 1.8
  return profile(curve);
}

/// In two parts, as long profiles come.
std::vector<KeptSegment> icc_segments(const std::string& icc) {
  const std::size_t half = icc.size() / 2;
  return {{APP2, bytes("ICC_PROFILE\0\1\2"s + icc.substr(0, half))},
          {APP2, bytes("ICC_PROFILE\0\2\2"s + icc.substr(half))}};
}

const KeptSegment k_comment{COM, bytes("a comment")};
const KeptSegment k_xmp{APP1, bytes("http://ns.adobe.com/xap/1.0/\0<x/>"s)};
const KeptSegment k_iptc{0xED, bytes("Photoshop 3.0\0"s)};

}  // namespace

BOOST_AUTO_TEST_CASE(everything_goes_by_default) {
  const Bytes file =
      with_segments({{APP1, exif_payload({1, "Ada", "(c) Ada", {}})}, k_comment, k_xmp, k_iptc});

  const Bytes result = transcoded(file, Metadata::none);

  for (const std::uint8_t marker : {APP1, COM, static_cast<Marker>(0xED)}) {
    BOOST_TEST(payloads(result, marker).empty());
  }
}

BOOST_AUTO_TEST_CASE(the_orientation_stays_in_a_minimal_block) {
  for (int orientation = 2; orientation <= 8; ++orientation) {
    const Bytes file = with_segments({{APP1, exif_payload({orientation, "Ada", "(c) Ada", {}})}});

    const auto kept = payloads(transcoded(file, Metadata::none), APP1);

    BOOST_REQUIRE(kept.size() == 1u);
    BOOST_CHECK(kept[0] == exif_payload({orientation, "", "", {}}));
  }
}

BOOST_AUTO_TEST_CASE(the_orientation_stays_in_a_lossy_result_too) {
  const Bytes file = with_segments({{APP1, exif_payload({6, "", "", {}})}});
  Settings settings;
  settings.jpeg.mode = JpegMode::fixed;
  settings.jpeg.quality = 50;

  const Proposal proposal = propose(file, settings);

  BOOST_REQUIRE(proposal.candidates.size() == 2u);
  BOOST_TEST(payloads(proposal.candidates.back().bytes, APP1).size() == 1u);
}

BOOST_AUTO_TEST_CASE(inspection_tells_the_orientation) {
  const Bytes turned = with_segments({{APP1, exif_payload({8, "Ada", "", {}})}});

  BOOST_TEST(codec().inspect(turned, Limits{}).value().orientation == 8);
  BOOST_TEST(codec().inspect(make_jpeg(), Limits{}).value().orientation == 1);
}

BOOST_AUTO_TEST_CASE(copyright_keeps_artist_copyright_and_orientation_alone) {
  const ExifFacts facts{3, "Ada", "(c) Ada", {}};
  const Bytes file = with_segments({{APP1, exif_payload(facts)}, k_comment, k_xmp});

  const Bytes result = transcoded(file, Metadata::copyright);

  const auto kept = payloads(result, APP1);
  BOOST_REQUIRE(kept.size() == 1u);
  BOOST_CHECK(kept[0] == exif_payload(facts));
  BOOST_TEST(payloads(result, COM).empty());
}

BOOST_AUTO_TEST_CASE(all_keeps_every_segment_as_it_is_and_what_follows_the_end) {
  Bytes file = with_segments({{APP1, exif_payload({6, "Ada", "", {}})}, k_comment, k_xmp, k_iptc});
  const Bytes trailing = bytes("made by a camera");
  file.insert(file.end(), trailing.begin(), trailing.end());

  const Bytes result = transcoded(file, Metadata::all);

  BOOST_CHECK(payloads(result, APP1) == payloads(file, APP1));
  BOOST_CHECK(payloads(result, COM) == payloads(file, COM));
  BOOST_CHECK(payloads(result, 0xED) == payloads(file, 0xED));
  BOOST_TEST(payloads(result, APP0).size() == 1u);
  BOOST_CHECK(Bytes(result.end() - 16, result.end()) == trailing);
}

BOOST_AUTO_TEST_CASE(bytes_after_the_end_go_by_default) {
  Bytes file = make_jpeg();
  file.insert(file.end(), 100, 'x');

  const Bytes result = transcoded(file, Metadata::none);

  BOOST_TEST(result[result.size() - 2] == 0xFF);
  BOOST_TEST(result.back() == EOI);
}

BOOST_AUTO_TEST_CASE(a_colour_profile_stays_under_every_policy) {
  const Bytes file = with_segments(icc_segments(gamma_profile()));

  for (const Metadata metadata : {Metadata::none, Metadata::copyright, Metadata::all}) {
    BOOST_CHECK(payloads(transcoded(file, metadata), APP2) == payloads(file, APP2));
  }
}

BOOST_AUTO_TEST_CASE(an_srgb_profile_goes_unless_it_is_to_be_kept) {
  const Bytes file = with_segments(icc_segments(srgb_profile()));

  BOOST_TEST(payloads(transcoded(file, Metadata::all), APP2).empty());
  BOOST_TEST(payloads(transcoded(file, Metadata::none, IccPolicy::keep), APP2).size() == 2u);
}

BOOST_AUTO_TEST_CASE(an_incomplete_profile_stays) {
  std::vector<KeptSegment> segments = icc_segments(srgb_profile());
  segments.pop_back();
  const Bytes file = with_segments(segments);

  BOOST_TEST(payloads(transcoded(file, Metadata::none), APP2).size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_density_of_jfif_stays) {
  JpegSample sample;
  sample.density = {1, 300, 300};
  const Bytes file = make_jpeg(sample);

  const KeptMetadata kept =
      keep_metadata(transcoded(file, Metadata::none), Metadata::all, IccPolicy::keep);

  BOOST_CHECK((kept.density == Density{1, 300, 300}));
}

BOOST_AUTO_TEST_CASE(a_density_that_only_exif_knows_moves_to_jfif) {
  // XResolution and YResolution 240/1
  const Bytes exif = bytes(
      "Exif\0\0MM\0*\0\0\0\x08\0\x02"
      "\x01\x1A\0\x05\0\0\0\x01\0\0\0\x26"
      "\x01\x1B\0\x05\0\0\0\x01\0\0\0\x26"
      "\0\0\0\0\0\0\0\xF0\0\0\0\x01"s);
  const Bytes file = with_segments({{APP1, exif}});

  const KeptMetadata kept =
      keep_metadata(transcoded(file, Metadata::none), Metadata::all, IccPolicy::keep);

  BOOST_CHECK((kept.density == Density{1, 240, 240}));
}
