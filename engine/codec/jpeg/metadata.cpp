#include "engine/codec/jpeg/metadata.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "engine/codec/jpeg/segments.h"
#include "engine/image/icc_profile.h"

namespace pixmill::jpeg {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view k_icc_name = "ICC_PROFILE\0"sv;
constexpr std::string_view k_exif_name = "Exif\0\0"sv;
constexpr std::size_t k_icc_head = k_icc_name.size() + 2;  // with number and count of its parts

bool is_icc(const Segment& segment) {
  return segment.marker == APP2 && as_text(segment.payload).starts_with(k_icc_name) &&
         segment.payload.size() > k_icc_head;
}

bool is_exif(const Segment& segment) {
  return segment.marker == APP1 && as_text(segment.payload).starts_with(k_exif_name);
}

bool is_jfif(const Segment& segment) {
  return segment.marker == APP0 && as_text(segment.payload).starts_with("JFIF\0"sv) &&
         segment.payload.size() >= 12;
}

bool is_adobe(const Segment& segment) {
  return segment.marker == APP14 && as_text(segment.payload).starts_with("Adobe"sv);
}

bool is_application_data(const Segment& segment) {
  return segment.marker == COM || (segment.marker >= APP0 && segment.marker <= APP15);
}

std::vector<Segment> read_segments(ByteView file, std::size_t& picture_bytes) {
  std::vector<Segment> segments;
  SegmentReader reader(file);
  for (Result<Segment> segment = reader.next(); segment && segment->marker != EOI;
       segment = reader.next()) {
    if (is_application_data(*segment)) segments.push_back(*segment);
  }
  picture_bytes = reader.position();
  return segments;
}

/// The profile out of its parts (ICC.1:2022, annex B.4); empty unless each is there exactly once.
Bytes join_profile(const std::vector<Segment>& segments) {
  std::vector<ByteView> parts;
  std::size_t count = 0;
  for (const Segment& segment : segments) {
    if (!is_icc(segment)) continue;
    const std::size_t number = segment.payload[k_icc_name.size()];
    count = segment.payload[k_icc_name.size() + 1];
    parts.resize(std::max(parts.size(), count));
    if (number < 1 || number > parts.size() || !parts[number - 1].empty()) return {};
    parts[number - 1] = segment.payload.subspan(k_icc_head);
  }
  Bytes profile;
  if (parts.size() != count) return {};
  for (const ByteView part : parts) {
    if (part.empty()) return {};
    profile.insert(profile.end(), part.begin(), part.end());
  }
  return profile;
}

Density jfif_density(ByteView payload) {
  const Density density{payload[7],
                        static_cast<std::uint16_t>(read_be16(payload.subspan(8))),
                        static_cast<std::uint16_t>(read_be16(payload.subspan(10)))};
  const bool valid = density.unit <= 2 && density.x != 0 && density.y != 0;
  return valid ? density : Density{};
}

/// The first EXIF block's facts; decoders take no notice of a second.
ExifFacts find_exif(const std::vector<Segment>& segments) {
  for (const Segment& segment : segments) {
    if (is_exif(segment)) return read_exif(segment.payload.subspan(k_exif_name.size()));
  }
  return {};
}

Density find_density(const std::vector<Segment>& segments,
                     const ExifFacts& exif,
                     Metadata metadata) {
  Density density;
  const auto jfif = std::find_if(segments.begin(), segments.end(), is_jfif);
  if (jfif != segments.end()) density = jfif_density(jfif->payload);
  // A kept EXIF block goes on saying it itself.
  const bool only_in_exif = density.unit == 0 && exif.density && metadata != Metadata::all;
  return only_in_exif ? *exif.density : density;
}

/// The facts that stay although the block they came in goes.
std::optional<KeptSegment> minimal_exif(ExifFacts facts, Metadata metadata) {
  if (metadata == Metadata::none) {
    facts.artist.clear();
    facts.copyright.clear();
  }
  const Bytes block = write_exif(facts);
  if (block.empty()) return std::nullopt;
  KeptSegment segment{APP1, Bytes(k_exif_name.begin(), k_exif_name.end())};
  segment.payload.insert(segment.payload.end(), block.begin(), block.end());
  return segment;
}

}  // namespace

KeptMetadata keep_metadata(ByteView file, Metadata metadata, IccPolicy icc) {
  std::size_t picture_bytes = 0;
  const std::vector<Segment> segments = read_segments(file, picture_bytes);
  const bool all = metadata == Metadata::all;
  const bool strip_icc = icc == IccPolicy::strip_if_srgb && is_srgb_profile(join_profile(segments));
  const ExifFacts exif = find_exif(segments);
  KeptMetadata kept{find_density(segments, exif, metadata), {}, {}};
  if (!all) {
    if (auto minimal = minimal_exif(exif, metadata)) kept.segments.push_back(std::move(*minimal));
  }
  for (const Segment& segment : segments) {
    const bool keep = is_icc(segment) ? !strip_icc : all;
    if (!keep || is_jfif(segment) || is_adobe(segment)) continue;
    const ByteView payload = segment.payload;
    kept.segments.push_back({segment.marker, Bytes(payload.begin(), payload.end())});
  }
  if (all) {
    const ByteView trailing = file.subspan(picture_bytes);
    kept.trailing.assign(trailing.begin(), trailing.end());
  }
  return kept;
}

Result<Bytes> read_icc_profile(ByteView file) {
  std::size_t picture_bytes = 0;
  const std::vector<Segment> segments = read_segments(file, picture_bytes);
  Bytes profile = join_profile(segments);
  if (profile.empty() && std::any_of(segments.begin(), segments.end(), is_icc)) {
    return unexpected(ErrorCode::corrupt_input, "its colour profile is incomplete");
  }
  return profile;
}

int read_orientation(ByteView file) {
  std::size_t picture_bytes = 0;
  return find_exif(read_segments(file, picture_bytes)).orientation;
}

}  // namespace pixmill::jpeg
