// The rows that remember results, and the small outputs that lie in the index beside them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "cache/database.h"
#include "engine/ports/result_store.h"

namespace pixmill::cache {

/// What a read found: a value that its checksum vouches for, nothing, or damage.
template <class T>
struct Checked {
  std::optional<T> value;
  bool damaged = false;
};

struct ResultRow {
  StoredResult result;
  std::int64_t last_use_hour = 0;
};

Checked<ResultRow> read_result(Database& database, const ActionKey& key);
void write_result(Database& database,
                  const ActionKey& key,
                  const StoredResult& result,
                  std::int64_t hour);
void remove_result(Database& database, const ActionKey& key);
void touch_result(Database& database, const ActionKey& key, std::int64_t hour);

/// The checksum of a result's row, as write_result() stores it.
std::int64_t result_checksum(const ActionKey& key, const StoredResult& result);

enum class InlineBlob : std::uint8_t { missing, damaged, intact };

/// Calls `use` with the bytes, hashed just now, where the database has them, if they are intact.
InlineBlob use_inline_blob(Database& database,
                           const BlobRef& blob,
                           const std::function<void(ByteView)>& use);
/// The same as a copy.
Checked<Bytes> read_inline_blob(Database& database, const BlobRef& blob);
/// Does nothing if the blob is there: equal outputs share one row.
void write_inline_blob(Database& database, const BlobRef& blob, ByteView bytes);
bool has_inline_blob(Database& database, const ContentHash& hash);
void remove_inline_blob(Database& database, const ContentHash& hash);
/// The row number of a result or of an inline blob: the first 64 bits of its key or hash.
std::int64_t row_id(const Hash128& hash);

/// A 16-byte column as the hash it holds; nothing if it has another size.
std::optional<Hash128> hash_column(ByteView bytes);

}  // namespace pixmill::cache
