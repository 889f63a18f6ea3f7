// Damaged files fail by name: none is repaired, none crashes (the sanitizers watch), none hangs.
#include <boost/test/unit_test.hpp>
#include <string>

#include "engine/codec/jpeg/header.h"
#include "samples.h"

using namespace pixmill;
using namespace pixmill::test;

namespace {

std::vector<Bytes> small_files() {
  std::vector<Bytes> files;
  JpegSample sample;
  sample.width = 19;
  sample.height = 17;
  files.push_back(make_jpeg(sample));
  sample.progressive = true;
  files.push_back(make_jpeg(sample));
  sample.progressive = false;
  sample.restart_interval = 1;
  files.push_back(make_jpeg(sample));
  sample.components = 4;
  sample.coded_as = JCS_YCCK;
  files.push_back(make_jpeg(sample));
  files.push_back(make_jpeg(grey_sample()));
  return files;
}

bool is_refusal(ErrorCode code) {
  return code == ErrorCode::corrupt_input || code == ErrorCode::limit_exceeded ||
         code == ErrorCode::unsupported;
}

void check_refused_or_clean(const Bytes& damaged) {
  Limits limits;
  limits.max_pixels = 1 << 20;  // flips in the frame's sides are another test's concern

  const auto proposal = codec().propose(damaged, lossless_settings(), limits);

  if (!proposal) {
    BOOST_CHECK(is_refusal(proposal.error().code));
    BOOST_TEST(!proposal.error().message.empty());
  } else {
    const auto verified =
        codec().verify(damaged, proposal->candidates[0], lossless_settings(), limits);
    BOOST_TEST(verified.has_value());
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_prefix_is_corrupt) {
  for (const Bytes& file : small_files()) {
    for (std::size_t size = 0; size < file.size(); ++size) {
      const Bytes prefix(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size));

      const auto info = codec().inspect(prefix, Limits{});
      const auto proposal = codec().propose(prefix, Settings{}, Limits{});

      BOOST_TEST_REQUIRE(!info.has_value());
      BOOST_CHECK(info.error().code == ErrorCode::corrupt_input);
      BOOST_TEST_REQUIRE(!proposal.has_value());
    }
  }
}

BOOST_AUTO_TEST_CASE(every_prefix_with_an_end_marker_is_refused) {
  // so that the library sees the damage, and not only the markers
  for (const Bytes& file : small_files()) {
    for (std::size_t size = 2; size + 2 < file.size(); ++size) {
      Bytes prefix(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size));
      prefix.insert(prefix.end(), {0xFF, 0xD9});

      const auto proposal = codec().propose(prefix, Settings{}, Limits{});

      // Of the last byte of data, bits may be padding that nobody misses.
      if (proposal.has_value() && size + 6 >= file.size()) continue;
      BOOST_TEST_REQUIRE(!proposal.has_value());
      BOOST_CHECK(is_refusal(proposal.error().code));
    }
  }
}

BOOST_AUTO_TEST_CASE(flipped_bytes_are_refused_or_decode_cleanly) {
  for (const Bytes& file : small_files()) {
    for (std::size_t i = 0; i < file.size(); ++i) {
      for (const std::uint8_t mask : {std::uint8_t{0x01}, std::uint8_t{0x80}, std::uint8_t{0xFF}}) {
        Bytes damaged = file;
        damaged[i] ^= mask;
        check_refused_or_clean(damaged);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(the_library_names_what_is_wrong) {
  Bytes file = make_jpeg();
  // the data of the scan, a third of it gone
  file.erase(file.end() - static_cast<std::ptrdiff_t>(file.size() / 3), file.end() - 2);

  const auto proposal = codec().propose(file, Settings{}, Limits{});

  BOOST_REQUIRE(!proposal.has_value());
  BOOST_CHECK(proposal.error().code == ErrorCode::corrupt_input);
  BOOST_TEST(proposal.error().message.find("premature end of data") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(foreign_bytes_are_no_jpeg) {
  const Bytes text{'n', 'o', ' ', 'J', 'P', 'E', 'G'};

  const auto info = codec().inspect(text, Limits{});

  BOOST_REQUIRE(!info.has_value());
  BOOST_CHECK(info.error().code == ErrorCode::corrupt_input);
}
