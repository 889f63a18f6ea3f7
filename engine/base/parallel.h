// The only file of the engine that makes threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

namespace pixmill {

/// The processors that this process may use (its affinity mask), at least 1.
unsigned available_processors();

/// Calls work(i) for every i below count, on at most `jobs` threads, the calling one among them, in
/// rising order of their start. Returns when all are done. `work` must not throw.
void parallel_for(std::size_t count, unsigned jobs, const std::function<void(std::size_t)>& work);

/// A job of a pool: its weight counts against the pool's budget while it runs.
struct PoolLimits {
  unsigned jobs = 1;
  std::uint64_t max_memory_bytes = UINT64_MAX;
};

/// Runs work(i) for every i on worker threads and done(i) for each finished one on the calling
/// thread, in the order of finishing. A job starts when a worker is free and its memory(i) fits the
/// budget beside what runs already; one that is larger than the whole budget runs alone. Jobs start
/// in order, but smaller ones may overtake one that waits for memory. When done() returns false no
/// more jobs start; those that run are waited for and are still given to done(). Jobs that never
/// started are not.
void run_pool(std::size_t count,
              const PoolLimits& limits,
              const std::function<std::uint64_t(std::size_t)>& memory_bytes,
              const std::function<void(std::size_t)>& work,
              const std::function<bool(std::size_t)>& done);

}  // namespace pixmill
