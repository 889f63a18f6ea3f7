// The only file of the engine that makes threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "engine/base/token_source.h"

namespace pixmill {

/// How many threads a call may work with.
struct Workers {
  unsigned jobs = 1;
  TokenSource* tokens = nullptr;  ///< if set, each worker but the first needs one while it works

  /// Whether one may work beside the caller for as long as it takes. Of tokens, none can be counted
  /// on.
  bool can_spare_one() const { return jobs > 1 && !tokens; }
};

/// The processors that this process may use (its affinity mask), at least 1.
unsigned available_processors();

/// Calls work(i) for every i below count, the calling thread being one of the workers, in rising
/// order of their start. Returns when all are done. Of tokens it takes those that are there at
/// once, for its work is short. `work` must not throw.
void parallel_for(std::size_t count,
                  const Workers& workers,
                  const std::function<void(std::size_t)>& work);

/// Indexes from 0 up, each handed out once, to whichever thread asks first.
class Turns {
 public:
  explicit Turns(std::size_t count) : count_(count) {}
  /// Nothing when all are taken.
  std::optional<std::size_t> next() {
    const std::size_t index = next_++;
    return index < count_ ? std::optional(index) : std::nullopt;
  }

 private:
  std::atomic<std::size_t> next_{0};
  const std::size_t count_;
};

/// parallel_for() for work that each thread keeps something for: every worker is called once, and
/// takes its turns until none is left.
void share_turns(std::size_t count,
                 const Workers& workers,
                 const std::function<void(Turns&)>& worker);

/// The indexes below `count`, each once, in an order in which `threads` that follow each other are
/// as far from each other as can be: threads that take their turns by it do not meet.
std::vector<std::size_t> far_from_each_other(std::size_t count, std::size_t threads);

/// Calls `wait`, which waits for a disk and asks little of a processor, on a thread of its own, and
/// `work` on the calling one. Returns when both have. Neither may throw.
void run_beside(const std::function<void()>& wait, const std::function<void()>& work);

/// Work on a thread of its own, which must not throw. Its end is waited for by the destructor, at
/// the latest.
class Background {
 public:
  explicit Background(std::function<void()> work) : thread_(std::move(work)) {}

  void wait() {
    if (thread_.joinable()) thread_.join();
  }

 private:
  std::jthread thread_;
};

/// A job's memory counts against the pool's budget while it runs.
struct PoolLimits {
  Workers workers;
  std::uint64_t max_memory_bytes = UINT64_MAX;
};

/// Runs work(i) for every i on worker threads and done(i) for each finished one on the calling
/// thread, in the order of finishing. A job starts when a worker is free and its memory(i) fits the
/// budget beside what runs already; one that is larger than the whole budget runs alone. A token is
/// taken for one job and given back after it, so that others get their turn. Jobs start in order,
/// but smaller ones may overtake one that waits for memory. When done() returns false no more jobs
/// start; those that run are waited for and are still given to done(). Jobs that never started are
/// not.
void run_pool(std::size_t count,
              const PoolLimits& limits,
              const std::function<std::uint64_t(std::size_t)>& memory_bytes,
              const std::function<void(std::size_t)>& work,
              const std::function<bool(std::size_t)>& done);

}  // namespace pixmill
