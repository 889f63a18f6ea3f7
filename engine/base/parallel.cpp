#include "engine/base/parallel.h"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <numeric>
#include <optional>
#include <thread>
#include <vector>

namespace pixmill {

unsigned available_processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0)
    return std::max(1u, std::thread::hardware_concurrency());
  return static_cast<unsigned>(std::max(1, CPU_COUNT(&set)));
}

void parallel_for(std::size_t count, unsigned jobs, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> helpers;
  const std::size_t wanted = std::min<std::size_t>(jobs, count);
  for (std::size_t i = 1; i < wanted; ++i) helpers.emplace_back(run);
  run();
}

namespace {

/// The jobs of one run_pool() call, shared by its threads.
class Pool {
 public:
  Pool(std::size_t count,
       const PoolLimits& limits,
       const std::function<std::uint64_t(std::size_t)>& memory_bytes)
      : limits_(limits), memory_bytes_(memory_bytes), waiting_(count) {
    std::iota(waiting_.begin(), waiting_.end(), std::size_t{0});
  }

  /// A worker's next job; waits for memory; nothing when none is left.
  std::optional<std::size_t> take() {
    std::unique_lock lock(mutex_);
    for (;;) {
      if (waiting_.empty()) return std::nullopt;
      const auto fits = std::find_if(waiting_.begin(), waiting_.end(), [&](std::size_t job) {
        return running_ == 0 ||
               memory_bytes_(job) <=
                   limits_.max_memory_bytes - std::min(used_bytes_, limits_.max_memory_bytes);
      });
      if (fits != waiting_.end()) {
        const std::size_t job = *fits;
        waiting_.erase(fits);
        used_bytes_ += memory_bytes_(job);
        ++running_;
        return job;
      }
      memory_freed_.wait(lock);
    }
  }

  void finish(std::size_t job) {
    const std::lock_guard lock(mutex_);
    used_bytes_ -= memory_bytes_(job);
    --running_;
    finished_.push_back(job);
    memory_freed_.notify_all();
    job_finished_.notify_one();
  }

  /// The calling thread's next finished job; nothing when all that will ever run have finished.
  std::optional<std::size_t> next_finished() {
    std::unique_lock lock(mutex_);
    job_finished_.wait(lock,
                       [&] { return !finished_.empty() || (waiting_.empty() && running_ == 0); });
    if (finished_.empty()) return std::nullopt;
    const std::size_t job = finished_.front();
    finished_.pop_front();
    return job;
  }

  void start_no_more() {
    const std::lock_guard lock(mutex_);
    waiting_.clear();
    memory_freed_.notify_all();
  }

 private:
  const PoolLimits limits_;
  const std::function<std::uint64_t(std::size_t)>& memory_bytes_;
  std::mutex mutex_;
  std::condition_variable memory_freed_;
  std::condition_variable job_finished_;
  std::deque<std::size_t> waiting_;
  std::deque<std::size_t> finished_;
  std::uint64_t used_bytes_ = 0;
  std::size_t running_ = 0;
};

}  // namespace

void run_pool(std::size_t count,
              const PoolLimits& limits,
              const std::function<std::uint64_t(std::size_t)>& memory_bytes,
              const std::function<void(std::size_t)>& work,
              const std::function<bool(std::size_t)>& done) {
  Pool pool(count, limits, memory_bytes);
  std::vector<std::jthread> workers;
  const std::size_t wanted = std::min<std::size_t>(std::max(1u, limits.jobs), count);
  for (std::size_t i = 0; i < wanted; ++i) {
    workers.emplace_back([&] {
      while (const auto job = pool.take()) {
        work(*job);
        pool.finish(*job);
      }
    });
  }
  while (const auto job = pool.next_finished()) {
    if (!done(*job)) pool.start_no_more();
  }
}

}  // namespace pixmill
