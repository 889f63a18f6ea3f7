// How well the cache served lately. Only processes that write something anyway leave their counts,
// so that a build with nothing to do writes nothing at all.
#pragma once

#include <cstdint>

#include "cache/database.h"

namespace pixmill::cache {

struct SessionTotals {
  std::int64_t sessions = 0;
  std::int64_t hits = 0;
  std::int64_t misses = 0;
};

/// Adds one session; only the last 100 are kept.
void write_session(Database& database, std::int64_t hits, std::int64_t misses);

SessionTotals read_sessions(Database& database);

}  // namespace pixmill::cache
