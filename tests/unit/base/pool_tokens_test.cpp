#include "engine/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

using namespace pixmill;

namespace {

/// A number of tokens that is known, and what became of them.
class FakeTokens : public TokenSource {
 public:
  explicit FakeTokens(int tokens) : free_(tokens), all_(tokens) {}

  bool acquire(std::stop_token stop) override {
    std::unique_lock lock(mutex_);
    if (!changed_.wait(lock, stop, [&] { return free_ > 0; })) return false;
    --free_;
    return true;
  }
  bool try_acquire() override {
    const std::lock_guard lock(mutex_);
    if (free_ == 0) return false;
    --free_;
    return true;
  }
  void release() override {
    const std::lock_guard lock(mutex_);
    ++free_;
    changed_.notify_one();
  }
  bool all_are_back() const { return free_ == all_; }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  int free_;
  const int all_;
};

/// Counts how many of its calls run at once; each takes long enough for others to start.
class Work {
 public:
  void run() {
    const int now = ++running_;
    int seen = most_.load();
    while (seen < now && !most_.compare_exchange_weak(seen, now)) {
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    --running_;
    ++done_;
  }
  int most() const { return most_; }
  int done() const { return done_; }

 private:
  std::atomic<int> running_{0};
  std::atomic<int> most_{0};
  std::atomic<int> done_{0};
};

void run_jobs(std::size_t count, const PoolLimits& limits, Work& work) {
  run_pool(
      count,
      limits,
      [](std::size_t) { return std::uint64_t{10}; },
      [&](std::size_t) { work.run(); },
      [](std::size_t) { return true; });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(parallel)

BOOST_AUTO_TEST_CASE(without_a_token_source_all_workers_run) {
  Work work;

  run_jobs(20, {{4, nullptr}}, work);

  BOOST_TEST(work.done() == 20);
  BOOST_TEST(work.most() == 4);
}

BOOST_AUTO_TEST_CASE(one_worker_runs_without_a_token) {
  Work work;
  FakeTokens none(0);

  run_jobs(6, {{4, &none}}, work);

  BOOST_TEST(work.done() == 6);
  BOOST_TEST(work.most() == 1);
}

BOOST_AUTO_TEST_CASE(each_further_worker_has_a_token_and_gives_it_back) {
  Work work;
  FakeTokens tokens(2);

  run_jobs(30, {{8, &tokens}}, work);

  BOOST_TEST(work.done() == 30);
  BOOST_TEST(work.most() == 3);
  BOOST_TEST(tokens.all_are_back());
}

BOOST_AUTO_TEST_CASE(a_token_that_comes_late_is_used) {
  Work work;
  FakeTokens tokens(0);
  std::jthread giver([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    tokens.release();
  });

  run_jobs(30, {{2, &tokens}}, work);

  BOOST_TEST(work.most() == 2);
}

BOOST_AUTO_TEST_CASE(no_token_is_held_while_memory_is_awaited) {
  FakeTokens tokens(3);
  Work work;
  const PoolLimits one_at_a_time{{4, &tokens}, 10};
  int most_tokens_free = 0;

  run_pool(
      6,
      one_at_a_time,
      [](std::size_t) { return std::uint64_t{10}; },
      [&](std::size_t) {
        work.run();
        int free = 0;
        while (tokens.try_acquire()) ++free;
        for (int i = 0; i < free; ++i) tokens.release();
        most_tokens_free = std::max(most_tokens_free, free);
      },
      [](std::size_t) { return true; });

  BOOST_TEST(work.most() == 1);
  BOOST_TEST(most_tokens_free >= 2);
  BOOST_TEST(tokens.all_are_back());
}

BOOST_AUTO_TEST_CASE(a_stop_ends_the_waiting_for_tokens) {
  Work work;
  FakeTokens none(0);

  run_pool(
      20,
      {{4, &none}},
      [](std::size_t) { return std::uint64_t{1}; },
      [&](std::size_t) { work.run(); },
      [](std::size_t) { return false; });

  BOOST_TEST(work.done() < 20);
}

BOOST_AUTO_TEST_CASE(parallel_for_uses_the_tokens_that_are_there) {
  for (const int there : {0, 2}) {
    Work work;
    FakeTokens tokens(there);

    parallel_for(20, {8, &tokens}, [&](std::size_t) { work.run(); });

    BOOST_TEST(work.done() == 20);
    BOOST_TEST(work.most() == there + 1);
    BOOST_TEST(tokens.all_are_back());
  }
}

BOOST_AUTO_TEST_SUITE_END()
