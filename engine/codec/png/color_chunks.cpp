#include "engine/codec/png/color_chunks.h"

#include <algorithm>
#include <array>

#include "engine/codec/png/deflate.h"
#include "engine/codec/png/png_chunks.h"
#include "engine/image/icc_profile.h"

namespace pixmill::png {

namespace {

constexpr std::array<std::string_view, 6> k_plain_types = {
    "cICP", "mDCV", "cLLI", "sRGB", "gAMA", "cHRM"};

bool has_type(const std::vector<OwnedChunk>& chunks, std::string_view type) {
  return std::any_of(
      chunks.begin(), chunks.end(), [&](const OwnedChunk& chunk) { return chunk.type == type; });
}

/// iCCP: a name of at most 79 bytes, a zero, the compression method, a zlib stream.
Result<Bytes> inflate_profile(ByteView iccp, const Limits& limits) {
  const auto name_end = std::find(iccp.begin(), iccp.end(), 0);
  const auto name_size = static_cast<std::size_t>(name_end - iccp.begin());
  if (name_size + 2 > iccp.size() || iccp[name_size + 1] != 0) {
    return unexpected(ErrorCode::corrupt_input, "its colour profile (iCCP) is damaged");
  }
  return inflate(iccp.subspan(name_size + 2), limits.max_metadata_bytes);
}

/// The rendering intent of a profile (ICC.1:2022, 7.2.15), which sRGB chunks number alike.
std::uint8_t rendering_intent(ByteView profile) {
  const std::uint32_t intent = read_be32(profile.subspan(64));
  return intent <= 3 ? static_cast<std::uint8_t>(intent) : std::uint8_t{0};
}

/// Keeps `chunk` if it says something of colour and is the first of its type.
Status take(ColorChunks& chunks, const Chunk& chunk, const Limits& limits) {
  if (chunk.type == "iCCP" && chunks.icc_profile.empty()) {
    Result<Bytes> profile = inflate_profile(chunk.data, limits);
    if (!profile) return unexpected(std::move(profile).error());
    chunks.icc_profile = std::move(*profile);
  }
  const bool is_plain =
      std::find(k_plain_types.begin(), k_plain_types.end(), chunk.type) != k_plain_types.end();
  if (is_plain && !has_type(chunks.plain, chunk.type)) {
    chunks.plain.push_back({std::string(chunk.type), Bytes(chunk.data.begin(), chunk.data.end())});
  }
  return {};
}

void simplify(ColorChunks& chunks, IccPolicy policy) {
  if (policy == IccPolicy::strip_if_srgb && is_srgb_profile(chunks.icc_profile)) {
    if (!has_type(chunks.plain, "sRGB")) {
      chunks.plain.push_back({"sRGB", {rendering_intent(chunks.icc_profile)}});
    }
    chunks.icc_profile.clear();
  }
  if (has_type(chunks.plain, "sRGB")) {
    std::erase_if(chunks.plain, [](const OwnedChunk& chunk) {
      return chunk.type == "gAMA" || chunk.type == "cHRM";
    });
  }
  std::sort(chunks.plain.begin(), chunks.plain.end(), [](const auto& a, const auto& b) {
    return a.type < b.type;
  });
}

}  // namespace

Result<ColorChunks> read_color_chunks(ByteView file, IccPolicy policy, const Limits& limits) {
  Result<ChunkReader> reader = ChunkReader::open(file);
  if (!reader) return unexpected(std::move(reader).error());
  ColorChunks chunks;
  while (true) {
    Result<std::optional<Chunk>> next = reader->next();
    if (!next) return unexpected(std::move(next).error());
    // a colour chunk behind the palette or the picture is too late to count (PNG, 5.6)
    if (!*next || (*next)->type == "PLTE" || (*next)->type == "IDAT") break;
    Status taken = take(chunks, **next, limits);
    if (!taken) return unexpected(std::move(taken).error());
  }
  simplify(chunks, policy);
  return chunks;
}

ProfileSpace profile_space(const ColorChunks& chunks) {
  const ByteView profile = chunks.icc_profile;
  if (profile.empty()) return ProfileSpace::none;
  const bool grey = profile.size() >= 20 && as_text(profile.subspan(16, 4)) == "GRAY";
  return grey ? ProfileSpace::grey : ProfileSpace::rgb;
}

void append_color_chunks(Bytes& to, const ColorChunks& chunks) {
  for (const OwnedChunk& chunk : chunks.plain) append_chunk(to, chunk.type, chunk.data);
  if (chunks.icc_profile.empty()) return;
  Bytes iccp = {'i', 'c', 'c', 0, 0};
  const Bytes stream = Deflater(12).compress(chunks.icc_profile);
  iccp.insert(iccp.end(), stream.begin(), stream.end());
  append_chunk(to, "iCCP", iccp);
}

}  // namespace pixmill::png
