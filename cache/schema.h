// The tables of the index, and how a file tells which version of them it holds.
//
// Why a rollback journal and not SQLite's write-ahead log: most processes open the cache for a hit
// or two, and a log makes each of them create, map and unlink two more files. Measured on ext4 with
// 2,000 rows: open + find + load + close takes 84 us here and 255 us with a log; one commit and
// close 0.8 ms and 1.5 ms. A build commits in groups, so the log's cheaper second commit buys
// nothing. And a lone index.sqlite that is copied, tarred or lies on a read-only disk is whole.
#pragma once

#include <cstdint>

namespace pixmill::cache {

/// Raised when the tables or the meaning of their fields change. Numbers are never reused, and
/// tests/golden holds a cache of each.
constexpr std::uint32_t k_schema_version = 3;

/// "PXML": PRAGMA application_id, so that another program's database is never taken for ours.
constexpr std::uint32_t k_application_id = 0x50584D4C;

/// Pages of 4 KiB, SQLite's default; 16 KiB made neither a lookup nor a commit faster. Incremental
/// vacuum is what lets a collected cache shrink without being copied whole, and has to be asked for
/// before the first table. The numbers are those of the constants above.
///
/// results      one row an action key; blob_* are null where the output is the source's own bytes;
///              id is the first 64 bits of the key, which is compared whole. Keyed by the number,
///              the inner pages hold numbers alone: three pages lead to one of 1,000,000 rows,
///              where schema 1, with whole rows on every page, took five or six, and 1.6 times as
///              long as with 1,000 rows
/// blobs        the bytes of small outputs; id is the first 64 bits of their hash, so that results
///              with equal outputs share them; the bytes are checked against the whole hash
/// trees        one row a built tree
/// tree_records a tree's folders; kind is RecordKind (tree_rows.h). Found by an index of small
///              keys, for a record may have hundreds of pages: as the table's own key, in schema 2,
///              each step of a search read the record that it was compared with, whole
/// intents      outputs that were about to be renamed into place
/// sessions     hits and misses of the last processes that wrote something
///
/// last_use is in hours since 1970 and outside of the checksum: it decides nothing but eviction.
constexpr const char* k_schema = R"sql(
PRAGMA page_size = 4096;
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA synchronous = OFF;
PRAGMA application_id = 0x50584D4C;
PRAGMA user_version = 3;
BEGIN;
CREATE TABLE results (
  id INTEGER PRIMARY KEY, key BLOB, record BLOB, blob_hash BLOB, blob_size INTEGER,
  last_use INTEGER, checksum INTEGER);
CREATE TABLE blobs (id INTEGER PRIMARY KEY, bytes BLOB);
CREATE TABLE trees (
  id BLOB PRIMARY KEY, header BLOB, last_use INTEGER, checksum INTEGER) WITHOUT ROWID;
CREATE TABLE tree_records (
  id INTEGER PRIMARY KEY, tree BLOB, kind INTEGER, path BLOB, record BLOB, checksum INTEGER,
  UNIQUE (tree, kind, path));
CREATE TABLE intents (
  tree BLOB, path BLOB, checksum INTEGER, PRIMARY KEY (tree, path)) WITHOUT ROWID;
CREATE TABLE sessions (id INTEGER PRIMARY KEY, hits INTEGER, misses INTEGER);
COMMIT;
)sql";

}  // namespace pixmill::cache
