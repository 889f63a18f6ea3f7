#include "cache/tree_rows.h"

#include "cache/row_checksum.h"

namespace pixmill::cache {

namespace {

std::int64_t tree_checksum(const TreeId& id, std::string_view header) {
  return row_checksum({id.bytes, as_bytes(header)});
}

std::int64_t record_checksum(const TreeId& id,
                             RecordKind kind,
                             std::string_view path,
                             std::string_view record) {
  return row_checksum(
      {id.bytes, number_field(static_cast<std::uint64_t>(kind)), as_bytes(path), as_bytes(record)});
}

std::int64_t intent_checksum(const TreeId& id, std::string_view path) {
  return row_checksum({id.bytes, as_bytes(path)});
}

/// Steps through rows of path, record and checksum.
void gather(Statement& query, const TreeId& id, RecordKind kind, Gathered<Records>& found) {
  while (query.step()) {
    const std::string_view path = as_text(query.bytes(0));
    const std::string_view record = as_text(query.bytes(1));
    if (query.number(2) != record_checksum(id, kind, path, record)) {
      ++found.damaged;
      continue;
    }
    // In the order of the paths already, so the end is where it belongs.
    found.intact.emplace_hint(found.intact.end(), path, record);
  }
}

}  // namespace

Checked<TreeRow> read_tree(Database& database, const TreeId& id) {
  Statement query = database.statement("SELECT header, last_use, checksum FROM trees WHERE id = ?");
  query.bind(id.bytes);
  if (!query.step()) return {};
  TreeRow row{.header = std::string(as_text(query.bytes(0))), .last_use_hour = query.number(1)};
  if (query.number(2) != tree_checksum(id, row.header)) return {.value = {}, .damaged = true};
  return {.value = std::move(row)};
}

Gathered<std::map<TreeId, TreeRow>> read_trees(Database& database) {
  Gathered<std::map<TreeId, TreeRow>> found;
  Statement query = database.statement("SELECT id, header, last_use, checksum FROM trees");
  while (query.step()) {
    const auto id = hash_column(query.bytes(0));
    const std::string_view header = as_text(query.bytes(1));
    if (!id || query.number(3) != tree_checksum(*id, header)) {
      ++found.damaged;
      continue;
    }
    found.intact[*id] = {.header = std::string(header), .last_use_hour = query.number(2)};
  }
  return found;
}

void write_tree(Database& database, const TreeId& id, std::string_view header, std::int64_t hour) {
  database.statement("INSERT OR REPLACE INTO trees VALUES (?, ?, ?, ?)")
      .bind(id.bytes)
      .bind(header)
      .bind(hour)
      .bind(tree_checksum(id, header))
      .run();
}

void touch_tree(Database& database, const TreeId& id, std::int64_t hour) {
  database.statement("UPDATE trees SET last_use = ? WHERE id = ?").bind(hour).bind(id.bytes).run();
}

void remove_tree(Database& database, const TreeId& id) {
  database.statement("DELETE FROM trees WHERE id = ?").bind(id.bytes).run();
  database.statement("DELETE FROM tree_records WHERE tree = ?").bind(id.bytes).run();
  remove_intents(database, id);
}

Gathered<Records> read_records(Database& database, const TreeId& id, RecordKind kind) {
  Gathered<Records> found;
  Statement query = database.statement(
      "SELECT path, record, checksum FROM tree_records WHERE tree = ? AND kind = ?");
  query.bind(id.bytes).bind(static_cast<std::int64_t>(kind));
  gather(query, id, kind, found);
  return found;
}

Gathered<Records> read_records_of(Database& database,
                                  const TreeId& id,
                                  RecordKind kind,
                                  const std::vector<std::string>& paths) {
  Gathered<Records> found;
  for (const std::string& path : paths) {
    Statement query = database.statement(
        "SELECT path, record, checksum FROM tree_records WHERE tree = ? AND kind = ? AND path = ?");
    query.bind(id.bytes).bind(static_cast<std::int64_t>(kind)).bind(path);
    gather(query, id, kind, found);
  }
  return found;
}

void write_record(Database& database,
                  const TreeId& id,
                  RecordKind kind,
                  std::string_view path,
                  std::string_view record) {
  // An update, where there is a row, writes only the pages that become others.
  database
      .statement(
          "INSERT INTO tree_records (tree, kind, path, record, checksum) VALUES (?, ?, ?, ?, ?) "
          "ON CONFLICT (tree, kind, path) DO UPDATE "
          "SET record = excluded.record, checksum = excluded.checksum")
      .bind(id.bytes)
      .bind(static_cast<std::int64_t>(kind))
      .bind(path)
      .bind(record)
      .bind(record_checksum(id, kind, path, record))
      .run();
}

void remove_records(Database& database, const TreeId& id, std::string_view path) {
  for (const RecordKind kind : {RecordKind::state, RecordKind::details, RecordKind::keys}) {
    database.statement("DELETE FROM tree_records WHERE tree = ? AND kind = ? AND path = ?")
        .bind(id.bytes)
        .bind(static_cast<std::int64_t>(kind))
        .bind(path)
        .run();
  }
}

std::string keys_record(const std::vector<ActionKey>& keys) {
  std::string record;
  for (const ActionKey& key : keys) record += as_text(key.bytes);
  return record;
}

std::vector<ActionKey> keys_of_record(std::string_view record) {
  constexpr std::size_t k_key_size = sizeof(ActionKey::bytes);
  std::vector<ActionKey> keys;
  for (; record.size() >= k_key_size; record.remove_prefix(k_key_size)) {
    keys.push_back(ActionKey{*hash_column(as_bytes(record.substr(0, k_key_size)))});
  }
  return keys;
}

Gathered<std::vector<std::string>> read_intents(Database& database, const TreeId& id) {
  Gathered<std::vector<std::string>> found;
  Statement query = database.statement("SELECT path, checksum FROM intents WHERE tree = ?");
  query.bind(id.bytes);
  while (query.step()) {
    const std::string_view path = as_text(query.bytes(0));
    if (query.number(1) == intent_checksum(id, path)) {
      found.intact.emplace_back(path);
    } else {
      ++found.damaged;
    }
  }
  return found;
}

void write_intent(Database& database, const TreeId& id, std::string_view path) {
  database.statement("INSERT OR REPLACE INTO intents VALUES (?, ?, ?)")
      .bind(id.bytes)
      .bind(path)
      .bind(intent_checksum(id, path))
      .run();
}

void remove_intents(Database& database, const TreeId& id) {
  database.statement("DELETE FROM intents WHERE tree = ?").bind(id.bytes).run();
}

}  // namespace pixmill::cache
