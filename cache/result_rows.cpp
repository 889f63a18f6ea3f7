#include "cache/result_rows.h"

#include <algorithm>
#include <bit>

#include "cache/row_checksum.h"

namespace pixmill::cache {

std::optional<Hash128> hash_column(ByteView bytes) {
  Hash128 hash;
  if (bytes.size() != hash.bytes.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), hash.bytes.begin());
  return hash;
}

std::int64_t result_checksum(const ActionKey& key, const StoredResult& result) {
  const ByteView record = as_bytes(result.record);
  if (!result.output) return row_checksum({key.bytes, record});
  return row_checksum(
      {key.bytes, record, result.output->hash.bytes, number_field(result.output->size_bytes)});
}

Checked<ResultRow> read_result(Database& database, const ActionKey& key) {
  Statement query = database.statement(
      "SELECT record, blob_hash, blob_size, last_use, checksum FROM results "
      "WHERE id = ? AND key = ?");
  query.bind(row_id(key)).bind(key.bytes);
  if (!query.step()) return {};

  ResultRow row;
  row.result.record = as_text(query.bytes(0));
  row.last_use_hour = query.number(3);
  if (!query.is_null(1)) {
    const auto hash = hash_column(query.bytes(1));
    if (!hash || query.number(2) < 0) return {.value = {}, .damaged = true};
    row.result.output = BlobRef{ContentHash{*hash}, static_cast<std::uint64_t>(query.number(2))};
  }
  if (query.number(4) != result_checksum(key, row.result)) return {.value = {}, .damaged = true};
  return {.value = std::move(row), .damaged = false};
}

void write_result(Database& database,
                  const ActionKey& key,
                  const StoredResult& result,
                  std::int64_t hour) {
  Statement insert =
      database.statement("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?, ?)");
  insert.bind(row_id(key)).bind(key.bytes).bind(result.record);
  if (result.output) {
    insert.bind(result.output->hash.bytes)
        .bind(static_cast<std::int64_t>(result.output->size_bytes));
  } else {
    insert.bind_null().bind_null();
  }
  insert.bind(hour).bind(result_checksum(key, result)).run();
}

void remove_result(Database& database, const ActionKey& key) {
  database.statement("DELETE FROM results WHERE id = ? AND key = ?")
      .bind(row_id(key))
      .bind(key.bytes)
      .run();
}

void touch_result(Database& database, const ActionKey& key, std::int64_t hour) {
  database.statement("UPDATE results SET last_use = ? WHERE id = ? AND key = ?")
      .bind(hour)
      .bind(row_id(key))
      .bind(key.bytes)
      .run();
}

std::int64_t row_id(const Hash128& hash) {
  const ByteView bytes(hash.bytes);
  return std::bit_cast<std::int64_t>(static_cast<std::uint64_t>(read_be32(bytes)) << 32 |
                                     read_be32(bytes.subspan(4)));
}

InlineBlob use_inline_blob(Database& database,
                           const BlobRef& blob,
                           const std::function<void(ByteView)>& use) {
  Statement query = database.statement("SELECT bytes FROM blobs WHERE id = ?");
  query.bind(row_id(blob.hash));
  if (!query.step()) return InlineBlob::missing;
  const ByteView bytes = query.bytes(0);
  if (bytes.size() != blob.size_bytes || content_hash(bytes) != blob.hash) {
    return InlineBlob::damaged;
  }
  use(bytes);
  return InlineBlob::intact;
}

Checked<Bytes> read_inline_blob(Database& database, const BlobRef& blob) {
  Checked<Bytes> read;
  const InlineBlob found = use_inline_blob(
      database, blob, [&](ByteView bytes) { read.value.emplace(bytes.begin(), bytes.end()); });
  read.damaged = found == InlineBlob::damaged;
  return read;
}

void write_inline_blob(Database& database, const BlobRef& blob, ByteView bytes) {
  database.statement("INSERT OR IGNORE INTO blobs VALUES (?, ?)")
      .bind(row_id(blob.hash))
      .bind(bytes)
      .run();
}

bool has_inline_blob(Database& database, const ContentHash& hash) {
  return database.statement("SELECT 1 FROM blobs WHERE id = ?").bind(row_id(hash)).step();
}

void remove_inline_blob(Database& database, const ContentHash& hash) {
  database.statement("DELETE FROM blobs WHERE id = ?").bind(row_id(hash)).run();
}

}  // namespace pixmill::cache
