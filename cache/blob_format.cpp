#include "cache/blob_format.h"

#include <algorithm>
#include <bit>

#include "cache/row_checksum.h"

namespace pixmill::cache {

namespace {

constexpr std::string_view k_magic = "PXMBLOB\n";
constexpr std::uint32_t k_version = 1;
constexpr std::size_t k_trailer_size = 64;
/// Of the trailer: what the checksum covers.
constexpr std::size_t k_described_size = 48;
/// Records are some 200 bytes; this only keeps a damaged size from allocating.
constexpr std::uint32_t k_max_record_size = 1 << 20;

void append(Bytes& bytes, ByteView more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

std::uint64_t number_at(ByteView bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    value |= static_cast<std::uint64_t>(bytes[at + i]) << (8 * i);
  }
  return value;
}

Hash128 hash_at(ByteView bytes, std::size_t at) {
  Hash128 hash;
  std::copy_n(
      bytes.begin() + static_cast<std::ptrdiff_t>(at), hash.bytes.size(), hash.bytes.begin());
  return hash;
}

std::uint64_t checksum(ByteView record, ByteView described) {
  return std::bit_cast<std::uint64_t>(row_checksum({record, described}));
}

}  // namespace

Bytes blob_description(const ActionKey& key, const StoredResult& result) {
  Bytes trailer;
  append(trailer, ByteView(number_field(result.record.size())).first(4));
  append(trailer, ByteView(number_field(k_version)).first(4));
  append(trailer, number_field(result.output->size_bytes));
  append(trailer, key.bytes);
  append(trailer, result.output->hash.bytes);
  append(trailer, number_field(checksum(as_bytes(result.record), trailer)));
  append(trailer, as_bytes(k_magic));

  Bytes description;
  append(description, as_bytes(result.record));
  append(description, trailer);
  return description;
}

std::optional<BlobDescription> read_blob_description(const FileDescriptor& file) {
  const std::uint64_t file_size = size_of(file).value_or(0);
  if (file_size < k_trailer_size) return std::nullopt;
  const auto trailer = read_at(file, file_size - k_trailer_size, k_trailer_size);
  if (!trailer || as_text(ByteView(*trailer).last(k_magic.size())) != k_magic) return std::nullopt;
  if (number_at(*trailer, 4, 4) != k_version) return std::nullopt;

  const std::uint64_t record_size = number_at(*trailer, 0, 4);
  const std::uint64_t content_size = number_at(*trailer, 8, 8);
  if (record_size > k_max_record_size || content_size > file_size) return std::nullopt;
  if (content_size + record_size + k_trailer_size != file_size) return std::nullopt;
  const auto record = read_at(file, content_size, record_size);
  if (!record) return std::nullopt;
  if (checksum(*record, ByteView(*trailer).first(k_described_size)) !=
      number_at(*trailer, k_described_size, 8)) {
    return std::nullopt;
  }
  return BlobDescription{
      .key = ActionKey{hash_at(*trailer, 16)},
      .result = {.record = std::string(as_text(*record)),
                 .output = BlobRef{ContentHash{hash_at(*trailer, 32)}, content_size}}};
}

}  // namespace pixmill::cache
