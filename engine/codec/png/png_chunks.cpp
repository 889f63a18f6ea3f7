#include "engine/codec/png/png_chunks.h"

#include <libdeflate.h>

#include <algorithm>
#include <string>

namespace pixmill::png {

const std::string_view k_signature = "\x89PNG\r\n\x1A\n";

namespace {

Unexpected corrupt(std::string message) {
  return unexpected(ErrorCode::corrupt_input, std::move(message));
}

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

std::uint32_t crc32(ByteView bytes) {
  return libdeflate_crc32(0, bytes.data(), bytes.size());
}

void append_be32(Bytes& to, std::uint32_t value) {
  for (const int shift : {24, 16, 8, 0}) to.push_back(static_cast<std::uint8_t>(value >> shift));
}

}  // namespace

Result<ChunkReader> ChunkReader::open(ByteView file) {
  const std::string_view head = as_text(file.first(std::min(file.size(), k_signature_bytes)));
  if (head == k_signature) return ChunkReader(file.subspan(k_signature_bytes));
  if (k_signature.starts_with(head)) return corrupt("it is cut short inside PNG's signature");
  // the signature's line ends are there to show exactly this damage
  if (head.starts_with(k_signature.substr(0, 4))) {
    return corrupt("its PNG signature is damaged, as by a transfer in text mode");
  }
  return corrupt("it does not begin with PNG's signature");
}

Result<std::optional<Chunk>> ChunkReader::next() {
  if (ended_) return std::optional<Chunk>();
  if (rest_.empty()) return corrupt("it is cut short: its end (IEND) is missing");
  if (rest_.size() < k_chunk_overhead_bytes) return corrupt("it is cut short");
  const std::size_t length = read_be32(rest_);
  const std::string_view type = as_text(rest_.subspan(4, 4));
  if (!std::all_of(type.begin(), type.end(), is_letter)) {
    return corrupt("it is damaged: a chunk's type is not four letters");
  }
  const std::string name(type);
  if (length > rest_.size() - k_chunk_overhead_bytes) {
    return corrupt("it is cut short inside its " + name + " chunk");
  }
  const Chunk chunk{type, rest_.subspan(8, length), rest_.first(k_chunk_overhead_bytes + length)};
  if (crc32(rest_.subspan(4, 4 + length)) != read_be32(rest_.subspan(8 + length))) {
    return corrupt("its " + name + " chunk is damaged (wrong checksum)");
  }
  rest_ = rest_.subspan(chunk.whole.size());
  ended_ = type == "IEND";
  return std::optional(chunk);
}

void append_chunk(Bytes& to, std::string_view type, ByteView data) {
  append_be32(to, static_cast<std::uint32_t>(data.size()));
  const std::size_t start = to.size();
  to.insert(to.end(), type.begin(), type.end());
  to.insert(to.end(), data.begin(), data.end());
  append_be32(to, crc32(ByteView(to).subspan(start)));
}

}  // namespace pixmill::png
