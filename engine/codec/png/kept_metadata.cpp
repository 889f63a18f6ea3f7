#include "engine/codec/png/kept_metadata.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/codec/png/png_chunks.h"
#include "engine/image/exif.h"

namespace pixmill::png {

namespace {

/// Chunks that the new file gets by other ways: pixels, colours, and those of animations, without
/// which no plain PNG is left.
constexpr std::array<std::string_view, 15> k_handled_elsewhere = {"IHDR",
                                                                  "PLTE",
                                                                  "tRNS",
                                                                  "IDAT",
                                                                  "IEND",
                                                                  "cICP",
                                                                  "mDCV",
                                                                  "cLLI",
                                                                  "sRGB",
                                                                  "gAMA",
                                                                  "cHRM",
                                                                  "iCCP",
                                                                  "acTL",
                                                                  "fcTL",
                                                                  "fdAT"};

template <std::size_t count>
bool is_one_of(std::string_view type, const std::array<std::string_view, count>& types) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

bool is_text(std::string_view type) {
  return is_one_of(type, std::array<std::string_view, 3>{"tEXt", "zTXt", "iTXt"});
}

/// All kinds of text begin with a keyword that ends in a zero.
bool is_copyright(const Chunk& chunk) {
  if (!is_text(chunk.type)) return false;
  const std::string_view text = as_text(chunk.data);
  const std::string_view keyword = text.substr(0, text.find('\0'));
  return keyword == "Copyright" || keyword == "Author";
}

class MetadataFilter {
 public:
  explicit MetadataFilter(Metadata policy) : policy_(policy) {}

  void add(const Chunk& chunk) {
    if (chunk.type == "PLTE") place_ = &kept_.before_image;
    if (chunk.type == "IDAT") place_ = &kept_.after_image;
    if (is_one_of(chunk.type, k_handled_elsewhere)) return;
    if (chunk.type == "pHYs") return keep(kept_.before_palette, chunk);
    if (chunk.type == "eXIf" && policy_ != Metadata::all) return keep_exif(chunk);
    if (policy_ == Metadata::copyright && is_copyright(chunk)) return keep(*place_, chunk);
    if (policy_ == Metadata::all) keep_all(chunk);
  }

  KeptMetadata take() { return std::move(kept_); }

 private:
  static void keep(std::vector<OwnedChunk>& place, const Chunk& chunk) {
    place.push_back({std::string(chunk.type), Bytes(chunk.data.begin(), chunk.data.end())});
  }

  void keep_exif(const Chunk& chunk) {
    const ExifFacts facts = read_exif(chunk.data);
    ExifFacts kept;
    kept.orientation = facts.orientation;
    if (policy_ == Metadata::copyright) {
      kept.artist = facts.artist;
      kept.copyright = facts.copyright;
    }
    Bytes block = write_exif(kept);
    if (!block.empty()) kept_.before_palette.push_back({"eXIf", std::move(block)});
  }

  void keep_all(const Chunk& chunk) {
    if (chunk.type == "sBIT") return keep(kept_.bound_before_palette, chunk);
    if (chunk.type == "bKGD" || chunk.type == "hIST") {
      return keep(kept_.bound_before_image, chunk);
    }
    // tIME is written with a capital last letter, but says nothing about the critical chunks' bytes
    if (chunk.is_safe_to_copy() || chunk.type == "tIME") keep(*place_, chunk);
  }

  const Metadata policy_;
  KeptMetadata kept_;
  std::vector<OwnedChunk>* place_ = &kept_.before_palette;
};

}  // namespace

Result<KeptMetadata> keep_metadata(ByteView file, Metadata policy) {
  Result<ChunkReader> reader = ChunkReader::open(file);
  if (!reader) return unexpected(std::move(reader).error());
  MetadataFilter filter(policy);
  while (true) {
    Result<std::optional<Chunk>> chunk = reader->next();
    if (!chunk) return unexpected(std::move(chunk).error());
    if (!*chunk) return filter.take();
    filter.add(**chunk);
  }
}

}  // namespace pixmill::png
