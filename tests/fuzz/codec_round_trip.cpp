#include "tests/fuzz/codec_round_trip.h"

#include <cstdlib>
#include <iostream>

#include "engine/codec/codec.h"

namespace pixmill::test {

namespace {

/// Small, so that a fuzzer sees many inputs a second; a codec that disregards them is caught by
/// libFuzzer's own limits of memory and time.
constexpr Limits k_limits = {.max_pixels = 1 << 16,
                             .max_working_bytes = std::uint64_t{64} << 20,
                             .max_scans = 20,
                             .max_metadata_bytes = 1 << 20};

void require(bool holds, const char* what) {
  if (holds) return;
  std::cerr << "does not hold: " << what << '\n';
  std::abort();
}

void check_candidate(const Codec& codec,
                     ByteView file,
                     const Candidate& candidate,
                     const Settings& settings) {
  require(!candidate.bytes.empty(), "a candidate has bytes");
  const Status verified = codec.verify(file, candidate, settings, k_limits);
  if (!verified) std::cerr << verified.error().message << '\n';
  require(verified.has_value(), "a candidate passes verification");
  const auto info = codec.inspect(candidate.bytes, k_limits);
  require(info.has_value(), "a candidate is a file of its format");
  require(info->width == candidate.width && info->height == candidate.height,
          "a candidate has the promised size");
}

}  // namespace

void codec_round_trip(Format format, ByteView file, const Settings& settings) {
  const Codec* codec = find_codec(format);
  require(codec != nullptr, "the format has a codec");
  const auto info = codec->inspect(file, k_limits);
  if (!info) {
    require(!info.error().message.empty(), "a refusal says why");
    return;
  }
  if (!info->passthrough_reason.empty() || info->working_bytes > k_limits.max_working_bytes) return;

  const auto first = codec->propose(file, settings, k_limits);
  const auto second = codec->propose(file, settings, k_limits);
  require(first.has_value() == second.has_value(), "the same answer twice");
  if (!first) {
    require(!first.error().message.empty(), "a refusal says why");
    return;
  }
  require(first->candidates.size() == second->candidates.size(), "as many candidates twice");
  for (std::size_t i = 0; i < first->candidates.size(); ++i) {
    require(first->candidates[i].bytes == second->candidates[i].bytes, "the same bytes twice");
    check_candidate(*codec, file, first->candidates[i], settings);
  }
}

}  // namespace pixmill::test
