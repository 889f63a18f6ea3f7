#include "cache/recorded_size.h"

namespace pixmill::cache {

namespace {

/// Not one of the schema's first tables, and needed by nothing else: an index without it gets it.
void create_table(Database& database) {
  database.run(
      "CREATE TABLE IF NOT EXISTS recorded_size (id INTEGER PRIMARY KEY CHECK (id = 1), "
      "blob_bytes INTEGER)");
}

}  // namespace

void record_blob_bytes(Database& database, std::uint64_t total_bytes) {
  create_table(database);
  database.statement("INSERT OR REPLACE INTO recorded_size VALUES (1, ?)")
      .bind(static_cast<std::int64_t>(total_bytes))
      .run();
}

void add_blob_bytes(Database& database, std::uint64_t written_bytes) {
  create_table(database);
  database.statement("UPDATE recorded_size SET blob_bytes = blob_bytes + ?")
      .bind(static_cast<std::int64_t>(written_bytes))
      .run();
}

std::optional<std::uint64_t> recorded_size_bytes(Database& database) {
  create_table(database);
  Statement query = database.statement(
      "SELECT blob_bytes + (SELECT page_size * page_count FROM pragma_page_size, "
      "pragma_page_count) FROM recorded_size");
  // a damaged number that is negative is none
  if (!query.step() || query.number(0) < 0) return std::nullopt;
  return static_cast<std::uint64_t>(query.number(0));
}

}  // namespace pixmill::cache
