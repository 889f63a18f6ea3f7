// The rows that remember built trees: a header a tree, some records a folder of it, and the outputs
// that were about to appear when a build ended.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cache/database.h"
#include "cache/result_rows.h"
#include "engine/ports/tree_store.h"

namespace pixmill::cache {

/// What a folder's record is. Stored: numbers are never reused.
enum class RecordKind : std::int64_t {
  state = 1,    ///< TreeUpdate::folders
  details = 2,  ///< TreeUpdate::details
  keys = 3,     ///< TreeUpdate::keys, one after the other
};

using Records = std::map<std::string, std::string, std::less<>>;

struct TreeRow {
  std::string header;
  std::int64_t last_use_hour = 0;
};

/// Rows that some damage was found in are left out, and counted.
template <class T>
struct Gathered {
  T intact{};
  std::size_t damaged = 0;
};

Checked<TreeRow> read_tree(Database& database, const TreeId& id);
Gathered<std::map<TreeId, TreeRow>> read_trees(Database& database);
void write_tree(Database& database, const TreeId& id, std::string_view header, std::int64_t hour);
void touch_tree(Database& database, const TreeId& id, std::int64_t hour);
/// The tree with all that belongs to it.
void remove_tree(Database& database, const TreeId& id);

Gathered<Records> read_records(Database& database, const TreeId& id, RecordKind kind);
/// Those of some folders alone.
Gathered<Records> read_records_of(Database& database,
                                  const TreeId& id,
                                  RecordKind kind,
                                  const std::vector<std::string>& paths);
void write_record(Database& database,
                  const TreeId& id,
                  RecordKind kind,
                  std::string_view path,
                  std::string_view record);
/// A folder's records of every kind.
void remove_records(Database& database, const TreeId& id, std::string_view path);

/// Keys as the record that they are stored in, and back.
std::string keys_record(const std::vector<ActionKey>& keys);
std::vector<ActionKey> keys_of_record(std::string_view record);

Gathered<std::vector<std::string>> read_intents(Database& database, const TreeId& id);
void write_intent(Database& database, const TreeId& id, std::string_view path);
void remove_intents(Database& database, const TreeId& id);

}  // namespace pixmill::cache
