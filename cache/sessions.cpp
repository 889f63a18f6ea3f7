#include "cache/sessions.h"

namespace pixmill::cache {

void write_session(Database& database, std::int64_t hits, std::int64_t misses) {
  database.statement("INSERT INTO sessions (hits, misses) VALUES (?, ?)")
      .bind(hits)
      .bind(misses)
      .run();
  database.run("DELETE FROM sessions WHERE id <= (SELECT max(id) FROM sessions) - 100");
}

SessionTotals read_sessions(Database& database) {
  Statement query = database.statement("SELECT count(*), total(hits), total(misses) FROM sessions");
  if (!query.step()) return {};
  return {.sessions = query.number(0), .hits = query.number(1), .misses = query.number(2)};
}

}  // namespace pixmill::cache
