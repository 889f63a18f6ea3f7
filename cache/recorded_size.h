// How large the blob files are together, kept up as they are written: else every process that adds
// a picture to a cache with a size limit would have to look at every file to know whether the limit
// is passed. It may come to be wrong (a process dies between a file and its row, a damaged file is
// set aside), and decides only when to measure; measuring puts it right.
#pragma once

#include <cstdint>
#include <optional>

#include "cache/database.h"

namespace pixmill::cache {

/// Within a transaction that writes.
void record_blob_bytes(Database& database, std::uint64_t total_bytes);
/// Adds to what is recorded, if anything is. Within a transaction that writes.
void add_blob_bytes(Database& database, std::uint64_t written_bytes);
/// The whole cache by what is recorded: the index's pages and the blob files. Nothing where no
/// total was recorded yet. Within a transaction that writes.
std::optional<std::uint64_t> recorded_size_bytes(Database& database);

}  // namespace pixmill::cache
