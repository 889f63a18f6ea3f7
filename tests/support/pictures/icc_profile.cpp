#include "tests/support/pictures/icc_profile.h"

#include <array>
#include <string_view>

namespace pixmill::test {

namespace {

void append32(FileBytes& bytes, std::uint32_t value) {
  for (const int shift : {24, 16, 8, 0}) bytes.push_back(static_cast<std::uint8_t>(value >> shift));
}

void append(FileBytes& bytes, std::string_view text) {
  for (const char c : text) bytes.push_back(static_cast<std::uint8_t>(c));
}

struct Tag {
  std::string_view signature;
  FileBytes data;
};

/// XYZType, ICC.1:2001-04 clause 6.5.26, in s15Fixed16.
FileBytes xyz(std::array<std::uint32_t, 3> value) {
  FileBytes data;
  append(data, "XYZ ");
  append32(data, 0);
  for (const std::uint32_t v : value) append32(data, v);
  return data;
}

/// curveType with one u8Fixed8 gamma, clause 6.5.3; padded to four bytes.
FileBytes gamma_2_2() {
  FileBytes data;
  append(data, "curv");
  append32(data, 0);
  append32(data, 1);
  data.insert(data.end(), {0x02, 0x33, 0, 0});
  return data;
}

/// textDescriptionType, clause 6.5.17: ASCII, then empty Unicode and Macintosh parts.
FileBytes description(std::string_view text) {
  FileBytes data;
  append(data, "desc");
  append32(data, 0);
  append32(data, static_cast<std::uint32_t>(text.size() + 1));
  append(data, text);
  data.resize(data.size() + 1 + 8 + 3 + 67);
  data.resize((data.size() + 3) / 4 * 4);
  return data;
}

FileBytes copyright(std::string_view text) {
  FileBytes data;
  append(data, "text");
  append32(data, 0);
  append(data, text);
  data.resize((data.size() + 4) / 4 * 4);
  return data;
}

/// Clause 6.1: 128 bytes; what is not set stays zero.
FileBytes header(std::uint32_t profile_size) {
  FileBytes bytes;
  append32(bytes, profile_size);
  append32(bytes, 0);
  append32(bytes, 0x02400000);
  append(bytes, "mntrRGB XYZ ");
  bytes.resize(36);
  append(bytes, "acsp");
  bytes.resize(68);
  for (const std::uint32_t d50 : {0xF6D6U, 0x10000U, 0xD32DU}) append32(bytes, d50);
  bytes.resize(128);
  return bytes;
}

}  // namespace

FileBytes display_profile() {
  const Tag tags[] = {
      {"desc", description("pixmill test, wide gamut")},
      {"cprt", copyright("public domain")},
      {"wtpt", xyz({0xF351, 0x10000, 0x116CC})},
      {"rXYZ", xyz({0x9C18, 0x4FA5, 0x04FC})},
      {"gXYZ", xyz({0x348D, 0xA02C, 0x0F95})},
      {"bXYZ", xyz({0x2631, 0x102F, 0xBE9C})},
      {"rTRC", gamma_2_2()},
      {"gTRC", gamma_2_2()},
      {"bTRC", gamma_2_2()},
  };
  FileBytes table;
  FileBytes body;
  append32(table, std::size(tags));
  const std::size_t body_offset = 128 + 4 + 12 * std::size(tags);
  for (const Tag& tag : tags) {
    append(table, tag.signature);
    append32(table, static_cast<std::uint32_t>(body_offset + body.size()));
    append32(table, static_cast<std::uint32_t>(tag.data.size()));
    body.insert(body.end(), tag.data.begin(), tag.data.end());
  }
  FileBytes profile = header(static_cast<std::uint32_t>(body_offset + body.size()));
  profile.insert(profile.end(), table.begin(), table.end());
  profile.insert(profile.end(), body.begin(), body.end());
  return profile;
}

}  // namespace pixmill::test
