#include "engine/base/parallel.h"

#include <sched.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <numeric>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace pixmill {

unsigned available_processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0)
    return std::max(1u, std::thread::hardware_concurrency());
  return static_cast<unsigned>(std::max(1, CPU_COUNT(&set)));
}

void parallel_for(std::size_t count,
                  const Workers& workers,
                  const std::function<void(std::size_t)>& work) {
  share_turns(count, workers, [&](Turns& turns) {
    while (const auto i = turns.next()) work(*i);
  });
}

void share_turns(std::size_t count,
                 const Workers& workers,
                 const std::function<void(Turns&)>& worker) {
  Turns turns(count);
  std::vector<std::jthread> helpers;
  const std::size_t wanted = std::min<std::size_t>(workers.jobs, count);
  for (std::size_t i = 1; i < wanted; ++i) {
    Permit permit = Permit::ask_for(workers.tokens);
    if (!permit) break;
    helpers.emplace_back([&, held = std::move(permit)] { worker(turns); });
  }
  worker(turns);
}

std::vector<std::size_t> far_from_each_other(std::size_t count, std::size_t threads) {
  const std::size_t parts = std::max<std::size_t>(threads, 1);
  const std::size_t distance = (count + parts - 1) / parts;
  std::vector<std::size_t> order;
  order.reserve(count);
  for (std::size_t first = 0; first < distance; ++first) {
    for (std::size_t index = first; index < count; index += distance) order.push_back(index);
  }
  return order;
}

void run_beside(const std::function<void()>& wait, const std::function<void()>& work) {
  const std::jthread beside(wait);
  work();
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

  /// Waits until a job may start. False if none is left.
  bool wait_for_job() {
    std::unique_lock lock(mutex_);
    memory_freed_.wait(lock, [&] { return waiting_.empty() || next_fitting() != waiting_.end(); });
    return !waiting_.empty();
  }

  /// A job that may start; nothing if another worker was quicker.
  std::optional<std::size_t> try_take() {
    const std::lock_guard lock(mutex_);
    const auto fits = next_fitting();
    if (fits == waiting_.end()) return std::nullopt;
    const std::size_t job = *fits;
    waiting_.erase(fits);
    used_bytes_ += memory_bytes_(job);
    ++running_;
    if (waiting_.empty()) none_left();
    return job;
  }

  /// Requested when no job is left to start.
  std::stop_token stop_token() const { return stop_.get_token(); }

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
    none_left();
  }

 private:
  std::deque<std::size_t>::iterator next_fitting() {
    const std::uint64_t free_bytes =
        limits_.max_memory_bytes - std::min(used_bytes_, limits_.max_memory_bytes);
    return std::find_if(waiting_.begin(), waiting_.end(), [&](std::size_t job) {
      return running_ == 0 || memory_bytes_(job) <= free_bytes;
    });
  }

  /// Wakes those that wait for memory and those that wait for a token.
  void none_left() {
    memory_freed_.notify_all();
    stop_.request_stop();
  }

  const PoolLimits limits_;
  const std::function<std::uint64_t(std::size_t)>& memory_bytes_;
  std::mutex mutex_;
  std::condition_variable memory_freed_;
  std::condition_variable job_finished_;
  std::deque<std::size_t> waiting_;
  std::deque<std::size_t> finished_;
  std::uint64_t used_bytes_ = 0;
  std::size_t running_ = 0;
  std::stop_source stop_;
};

/// A worker's life. It waits for memory without a token, and takes no job before it has one: what
/// it holds, others cannot use.
void run_worker(Pool& pool, TokenSource* tokens, const std::function<void(std::size_t)>& work) {
  while (pool.wait_for_job()) {
    const Permit permit = Permit::wait_for(tokens, pool.stop_token());
    if (!permit) return;
    if (const auto job = pool.try_take()) {
      work(*job);
      pool.finish(*job);
    }
  }
}

}  // namespace

void run_pool(std::size_t count,
              const PoolLimits& limits,
              const std::function<std::uint64_t(std::size_t)>& memory_bytes,
              const std::function<void(std::size_t)>& work,
              const std::function<bool(std::size_t)>& done) {
  Pool pool(count, limits, memory_bytes);
  std::vector<std::jthread> workers;
  const std::size_t wanted = std::min<std::size_t>(std::max(1u, limits.workers.jobs), count);
  for (std::size_t i = 0; i < wanted; ++i) {
    TokenSource* tokens = i == 0 ? nullptr : limits.workers.tokens;
    workers.emplace_back([&pool, &work, tokens] { run_worker(pool, tokens, work); });
  }
  while (const auto job = pool.next_finished()) {
    if (!done(*job)) pool.start_no_more();
  }
}

}  // namespace pixmill
