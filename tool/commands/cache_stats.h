// `pixmill cache stats`: what the cache holds, and what each collection would free.
#pragma once

#include "tool/commands/cache_task.h"

namespace pixmill::tool {

Result<ExitCode> print_cache_stats(const CacheTask& task);

}  // namespace pixmill::tool
