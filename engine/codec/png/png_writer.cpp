#include "engine/codec/png/png_writer.h"

#include <algorithm>

#include "engine/codec/png/png_chunks.h"

namespace pixmill::png {

namespace {

// PNG, 5.3: a length is at most 2^31 - 1; kept round, as it is a split point only.
constexpr std::size_t k_max_chunk_bytes = std::size_t{1} << 30;

void append_be32(Bytes& to, std::uint32_t value) {
  for (const int shift : {24, 16, 8, 0}) to.push_back(static_cast<std::uint8_t>(value >> shift));
}

void append_be16(Bytes& to, std::uint32_t value) {
  for (const int shift : {8, 0}) to.push_back(static_cast<std::uint8_t>(value >> shift));
}

Bytes header_data(const Raster& raster) {
  Bytes data;
  append_be32(data, raster.width);
  append_be32(data, raster.height);
  data.push_back(raster.depth);
  data.push_back(static_cast<std::uint8_t>(raster.color));
  data.insert(data.end(), 3, 0);  // deflate, the five filters, not interlaced
  return data;
}

Bytes palette_data(const Raster& raster) {
  Bytes data;
  for (const Rgba& entry : raster.palette) data.insert(data.end(), {entry.r, entry.g, entry.b});
  return data;
}

/// Of a palette, the alphas up to the last that is not opaque.
Bytes transparency_data(const Raster& raster) {
  Bytes data;
  if (raster.key) {
    const std::size_t values = is_grey(raster.color) ? 1 : 3;
    for (std::size_t i = 0; i < values; ++i) append_be16(data, (*raster.key)[i]);
  }
  for (const Rgba& entry : raster.palette) data.push_back(entry.a);
  if (raster.color == ColorType::palette) {
    while (!data.empty() && data.back() == 255) data.pop_back();
  }
  return data;
}

void append_chunks(Bytes& to, const std::vector<OwnedChunk>& chunks) {
  for (const OwnedChunk& chunk : chunks) append_chunk(to, chunk.type, chunk.data);
}

void append_if_any(Bytes& to, std::string_view type, const Bytes& data) {
  if (!data.empty()) append_chunk(to, type, data);
}

}  // namespace

Bytes write_png(const Raster& raster,
                ByteView stream,
                const ColorChunks& colors,
                const KeptMetadata& metadata,
                FormChange change) {
  const bool same_form = change == FormChange::same;
  Bytes file;
  file.reserve(stream.size() + 2048);
  const ByteView signature = as_bytes(k_signature);
  file.insert(file.end(), signature.begin(), signature.end());
  append_chunk(file, "IHDR", header_data(raster));
  append_color_chunks(file, colors);
  if (same_form) append_chunks(file, metadata.bound_before_palette);
  append_chunks(file, metadata.before_palette);
  append_if_any(file, "PLTE", palette_data(raster));
  append_if_any(file, "tRNS", transparency_data(raster));
  if (same_form) append_chunks(file, metadata.bound_before_image);
  append_chunks(file, metadata.before_image);
  while (!stream.empty()) {
    const ByteView part = stream.first(std::min(stream.size(), k_max_chunk_bytes));
    append_chunk(file, "IDAT", part);
    stream = stream.subspan(part.size());
  }
  append_chunks(file, metadata.after_image);
  append_chunk(file, "IEND", {});
  return file;
}

std::size_t palette_chunks_bytes(const Raster& raster) {
  std::size_t size = 0;
  for (const Bytes& data : {palette_data(raster), transparency_data(raster)}) {
    if (!data.empty()) size += k_chunk_overhead_bytes + data.size();
  }
  return size;
}

}  // namespace pixmill::png
