#include <boost/test/unit_test.hpp>
#include <string>

#include "engine/codec/jpeg/compare_coefficients.h"
#include "engine/codec/jpeg/segments.h"
#include "engine/metric/metric.h"
#include "engine/settings/setting.h"
#include "samples.h"

using namespace pixmill;
using namespace pixmill::jpeg;
using namespace pixmill::test;

namespace {

struct Sampling {
  int horizontal, vertical;
};

Candidate lossless_candidate(const Bytes& file) {
  const Proposal proposal = propose(file, lossless_settings());
  BOOST_REQUIRE(proposal.candidates.size() == 1u);
  BOOST_TEST(proposal.candidates[0].lossless);
  BOOST_CHECK(proposal.candidates[0].method == Method::transcode);
  return proposal.candidates[0];
}

void check_lossless(const Bytes& file) {
  Candidate candidate = lossless_candidate(file);

  BOOST_TEST(candidate.bytes.size() < file.size());
  BOOST_TEST(codec().verify(file, candidate, lossless_settings(), Limits{}).has_value());
  candidate.compare_to_source = nullptr;  // the source is read again
  BOOST_TEST(codec().verify(file, candidate, lossless_settings(), Limits{}).has_value());
}

Image decoded(const Bytes& file) {
  const Result<Image> image = codec().decode(file, Limits{});
  BOOST_REQUIRE(image.has_value());
  return *image;
}

Settings fixed_settings(int quality) {
  Settings settings;
  settings.jpeg.mode = JpegMode::fixed;
  settings.jpeg.quality = quality;
  return settings;
}

/// The search of optimize-images, which encodes anew only what is worth it.
Settings sad_settings() {
  Settings settings = find_preset("classic")->settings();
  settings.jpeg.reencode = Reencode::higher_only;
  return settings;
}

JpegSample large_sample() {
  JpegSample sample;
  sample.width = 200;
  sample.height = 150;
  sample.quality = 95;
  return sample;
}

bool is_progressive(const Bytes& file) {
  return file[frame_marker_position(file)] == SOF2;
}

}  // namespace

BOOST_AUTO_TEST_CASE(transcodes_every_subsampling_losslessly) {
  for (const auto& [horizontal, vertical] :
       {Sampling{1, 1}, Sampling{2, 1}, Sampling{1, 2}, Sampling{2, 2}, Sampling{4, 1}}) {
    JpegSample sample;
    sample.horizontal = horizontal;
    sample.vertical = vertical;
    const Bytes file = make_jpeg(sample);

    check_lossless(file);

    BOOST_CHECK(decoded(lossless_candidate(file).bytes) == decoded(file));
  }
}

BOOST_AUTO_TEST_CASE(transcodes_odd_and_tiny_sizes_losslessly) {
  for (const std::uint32_t side : {1u, 7u, 8u, 9u, 17u}) {
    JpegSample sample;
    sample.width = side;
    sample.height = 2 * side + 1;
    check_lossless(make_jpeg(sample));
    sample.height = 1;
    check_lossless(make_jpeg(sample));
  }
}

BOOST_AUTO_TEST_CASE(transcodes_every_colour_space_losslessly) {
  check_lossless(make_jpeg(grey_sample()));
  JpegSample sample;
  sample.coded_as = JCS_RGB;
  check_lossless(make_jpeg(sample));
  sample.components = 4;
  sample.coded_as = JCS_CMYK;
  check_lossless(make_jpeg(sample));
  sample.coded_as = JCS_YCCK;
  check_lossless(make_jpeg(sample));
}

BOOST_AUTO_TEST_CASE(keeps_how_cmyk_is_marked) {
  JpegSample sample;
  sample.components = 4;
  sample.coded_as = JCS_CMYK;
  const Bytes marked = make_jpeg(sample);
  Bytes unmarked = marked;
  // Adobe's segment is the first: SOI, then 2 + 14 bytes
  BOOST_REQUIRE(unmarked[3] == APP14);
  unmarked.erase(unmarked.begin() + 2, unmarked.begin() + 18);

  BOOST_TEST(payloads(lossless_candidate(marked).bytes, APP14).size() == 1u);
  BOOST_TEST(payloads(lossless_candidate(unmarked).bytes, APP14).empty());
}

BOOST_AUTO_TEST_CASE(cmyk_is_never_encoded_anew_and_not_decoded) {
  JpegSample sample;
  sample.components = 4;
  sample.coded_as = JCS_YCCK;
  const Bytes file = make_jpeg(sample);

  BOOST_TEST(propose(file, Settings{}).candidates.size() == 1u);
  BOOST_CHECK(codec().decode(file, Limits{}).error().code == ErrorCode::unsupported);
}

BOOST_AUTO_TEST_CASE(drops_restart_markers_losslessly) {
  JpegSample sample;
  sample.restart_interval = 1;
  check_lossless(make_jpeg(sample));
}

BOOST_AUTO_TEST_CASE(a_second_lossless_run_changes_nothing) {
  for (const JpegSample& sample : {JpegSample{}, large_sample(), grey_sample()}) {
    const Bytes once = lossless_candidate(make_jpeg(sample)).bytes;

    BOOST_CHECK(lossless_candidate(once).bytes == once);
  }
}

BOOST_AUTO_TEST_CASE(progressive_is_forced_or_the_smaller_one) {
  const Bytes file = make_jpeg(large_sample());
  Settings settings = lossless_settings();
  settings.jpeg.progressive = Progressive::on;
  const Bytes on = propose(file, settings).candidates[0].bytes;
  settings.jpeg.progressive = Progressive::off;
  const Bytes off = propose(file, settings).candidates[0].bytes;
  settings.jpeg.progressive = Progressive::automatic;
  const Bytes automatic = propose(file, settings).candidates[0].bytes;

  BOOST_TEST(is_progressive(on));
  BOOST_TEST(!is_progressive(off));
  BOOST_CHECK(automatic == (on.size() < off.size() ? on : off));
}

BOOST_AUTO_TEST_CASE(classic_encodes_progressively_above_ten_thousand_bytes) {
  Settings settings = fixed_settings(60);
  settings.jpeg.progressive = Progressive::classic;
  const Bytes small = make_jpeg();
  const Bytes large = make_jpeg(large_sample());
  BOOST_REQUIRE(small.size() < 10'000u);
  BOOST_REQUIRE(large.size() > 10'000u);

  BOOST_TEST(!is_progressive(propose(small, settings).candidates.back().bytes));
  BOOST_TEST(is_progressive(propose(large, settings).candidates.back().bytes));
}

BOOST_AUTO_TEST_CASE(a_transcode_is_proposed_first_unless_it_cannot_be_the_smallest) {
  const Bytes file = make_jpeg(large_sample());
  Settings settings = fixed_settings(99);
  settings.jpeg.reencode = Reencode::always;

  const Proposal smaller = propose(file, settings);
  BOOST_REQUIRE(smaller.candidates.size() == 2u);
  BOOST_TEST(smaller.candidates.front().lossless);
  BOOST_TEST(smaller.candidates.front().bytes.size() < smaller.candidates.back().bytes.size());

  for (const int quality : {20, 70}) {
    const Proposal larger = propose(file, fixed_settings(quality));
    BOOST_REQUIRE(larger.candidates.size() == 1u);
    BOOST_TEST(!larger.candidates.front().lossless);
  }
}

BOOST_AUTO_TEST_CASE(encodes_at_the_quality_asked_for) {
  const Bytes file = make_jpeg(large_sample());

  const Proposal proposal = propose(file, fixed_settings(70));

  BOOST_REQUIRE(!proposal.candidates.empty());
  const Candidate& lossy = proposal.candidates.back();
  BOOST_CHECK(lossy.method == Method::quality);
  BOOST_TEST(!lossy.lossless);
  BOOST_TEST(lossy.quality.value() == 70);
  BOOST_TEST(lossy.bytes.size() < file.size());
  BOOST_CHECK(!proposal.search);
  BOOST_TEST(codec().verify(file, lossy, fixed_settings(70), Limits{}).has_value());
}

BOOST_AUTO_TEST_CASE(a_source_of_lower_quality_is_not_encoded_anew) {
  JpegSample sample = large_sample();
  sample.quality = 70;
  const Bytes file = make_jpeg(sample);
  Settings always = fixed_settings(70);
  always.jpeg.reencode = Reencode::always;

  BOOST_TEST(propose(file, fixed_settings(70)).candidates.back().lossless);
  BOOST_TEST(!propose(file, fixed_settings(69)).candidates.back().lossless);
  BOOST_TEST(!propose(file, always).candidates.back().lossless);
}

BOOST_AUTO_TEST_CASE(the_search_reports_what_it_found_even_if_unused) {
  JpegSample sample = large_sample();
  sample.quality = 76;
  Settings settings = sad_settings();
  settings.jpeg.target = 1.01;  // out of reach, so the highest quality is chosen

  const Proposal proposal = propose(make_jpeg(sample), settings);

  BOOST_TEST(proposal.candidates.size() == 1u);
  BOOST_REQUIRE(proposal.search.has_value());
  BOOST_TEST(proposal.search->quality == 80);
  BOOST_TEST(proposal.search->probes == 5);  // 95, 77, 78, 79, 80
}

BOOST_AUTO_TEST_CASE(a_searched_candidate_tells_the_score_of_its_own_file) {
  const Bytes file = make_jpeg(large_sample());

  const Proposal proposal = propose(file, Settings{});

  BOOST_REQUIRE(!proposal.candidates.empty());
  const Candidate& lossy = proposal.candidates.back();
  BOOST_CHECK(lossy.method == Method::search);
  BOOST_TEST(lossy.quality.value() == proposal.search->quality);
  auto comparison = find_metric(Metric::ssimulacra2)->against(decoded(file));
  BOOST_TEST(lossy.score.value() == *(*comparison)->score(decoded(lossy.bytes)));
}

BOOST_AUTO_TEST_CASE(any_metric_can_be_searched_with) {
  Settings settings;
  settings.jpeg.metric = Metric::psnr;
  settings.jpeg.quality_low = 30;
  settings.jpeg.quality_high = 90;
  settings.jpeg.target = 33;
  const Bytes file = make_jpeg(large_sample());

  const Proposal proposal = propose(file, settings);

  BOOST_REQUIRE(!proposal.candidates.empty());
  BOOST_TEST(proposal.candidates.back().score.value() >= 33);
  BOOST_TEST(proposal.search->score == proposal.candidates.back().score.value());
}

BOOST_AUTO_TEST_CASE(a_picture_too_small_for_the_metric_is_transcoded_alone) {
  for (const std::uint32_t width : {1u, 7u}) {
    JpegSample sample;
    sample.width = width;
    const Proposal proposal = propose(make_jpeg(sample), Settings{});

    BOOST_REQUIRE(proposal.candidates.size() == 1u);
    BOOST_TEST(proposal.candidates[0].lossless);
  }
}

BOOST_AUTO_TEST_CASE(a_picture_too_small_for_the_metric_is_converted_at_the_highest_quality) {
  Settings settings;
  settings.jpeg.quality_high = 90;

  const auto proposal = codec().encode(sample_picture(5, 40, 3), settings, Limits{});

  BOOST_REQUIRE(proposal.has_value() && proposal->candidates.size() == 1u);
  BOOST_TEST(proposal->candidates[0].quality.value() == 90);
}

BOOST_AUTO_TEST_CASE(grey_stays_grey) {
  JpegSample sample = grey_sample();
  sample.quality = 98;

  const Proposal proposal = propose(make_jpeg(sample), Settings{});

  BOOST_REQUIRE(!proposal.candidates.empty());
  BOOST_TEST(decoded(proposal.candidates.back().bytes).channels == 1);
}

BOOST_AUTO_TEST_CASE(subsampling_is_chosen_by_the_setting) {
  JpegSample sample = large_sample();
  sample.horizontal = 2;
  sample.vertical = 1;
  const Bytes file = make_jpeg(sample);
  const auto sampling_under = [&](Subsampling subsampling) {
    Settings settings = fixed_settings(60);
    settings.jpeg.subsampling = subsampling;
    const Bytes result = propose(file, settings).candidates.back().bytes;
    return int{result[frame_marker_position(result) + 10]};  // of the first component
  };

  BOOST_TEST(sampling_under(Subsampling::s420) == 0x22);
  BOOST_TEST(sampling_under(Subsampling::automatic) == 0x22);
  BOOST_TEST(sampling_under(Subsampling::s444) == 0x11);
  BOOST_TEST(sampling_under(Subsampling::source) == 0x21);
}

BOOST_AUTO_TEST_CASE(converts_pictures_of_every_kind) {
  for (std::uint8_t channels = 1; channels <= 4; ++channels) {
    const Image source = sample_picture(50, 40, channels);

    const Result<Proposal> proposal = codec().encode(source, fixed_settings(100), Limits{});

    BOOST_REQUIRE(proposal.has_value());
    BOOST_REQUIRE(proposal->candidates.size() == 1u);
    BOOST_TEST(decoded(proposal->candidates[0].bytes).channels == (channels < 3 ? 1 : 3));
  }
}

BOOST_AUTO_TEST_CASE(transparency_becomes_white) {
  const Image clear{1, 1, 4, 1, {10, 20, 30, 0}};

  const Result<Proposal> proposal = codec().encode(clear, fixed_settings(100), Limits{});

  BOOST_CHECK((decoded(proposal->candidates[0].bytes).pixels == Bytes{255, 255, 255}));
}

BOOST_AUTO_TEST_CASE(no_conversion_is_lossless) {
  const Result<Proposal> proposal =
      codec().encode(sample_picture(5, 5, 3), lossless_settings(), Limits{});

  BOOST_REQUIRE(!proposal.has_value());
  BOOST_CHECK(proposal.error().code == ErrorCode::unsupported);
}

BOOST_AUTO_TEST_CASE(verification_sees_a_changed_coefficient) {
  JpegSample sample;
  const Bytes file = make_jpeg(sample);
  sample.quality = 91;
  Candidate other;
  other.bytes = make_jpeg(sample);
  other.lossless = true;

  const Status verified = codec().verify(file, other, Settings{}, Limits{});

  BOOST_REQUIRE(!verified.has_value());
  BOOST_CHECK(verified.error().code == ErrorCode::internal);
}

BOOST_AUTO_TEST_CASE(verification_sees_a_changed_coefficient_by_what_was_read_of_the_source) {
  JpegSample sample;
  const Bytes file = make_jpeg(sample);
  sample.width += 8;
  const Bytes wider = make_jpeg(sample);
  sample = {};
  sample.quality = 91;
  Candidate candidate = lossless_candidate(file);
  BOOST_REQUIRE(candidate.compare_to_source != nullptr);

  for (const Bytes& other : {make_jpeg(sample), wider}) {
    candidate.bytes = other;
    const Status verified = codec().verify(file, candidate, lossless_settings(), Limits{});
    BOOST_REQUIRE(!verified.has_value());
    BOOST_CHECK(verified.error().code == ErrorCode::internal);
  }
}

BOOST_AUTO_TEST_CASE(verification_sees_a_wrong_size) {
  Candidate candidate;
  candidate.bytes = make_jpeg();
  candidate.width = 38;
  candidate.height = 29;

  BOOST_TEST(!codec().verify({}, candidate, Settings{}, Limits{}).has_value());
}

BOOST_AUTO_TEST_CASE(the_same_bytes_come_out_of_every_run) {
  const Bytes file = make_jpeg(large_sample());
  const Proposal first = propose(file, Settings{});
  const Proposal second = propose(file, Settings{});

  BOOST_REQUIRE(first.candidates.size() == second.candidates.size());
  for (std::size_t i = 0; i < first.candidates.size(); ++i) {
    BOOST_CHECK(first.candidates[i].bytes == second.candidates[i].bytes);
  }
}
