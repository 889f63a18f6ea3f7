#include "engine/base/parallel.h"

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <thread>
#include <vector>

using namespace pixmill;

BOOST_AUTO_TEST_CASE(parallel_for_calls_every_index_once) {
  for (const unsigned jobs : {0u, 1u, 4u}) {
    std::vector<std::atomic<int>> calls(1000);
    parallel_for(calls.size(), {jobs}, [&](std::size_t i) { ++calls[i]; });
    for (const auto& count : calls) BOOST_REQUIRE(count == 1);
  }
}

BOOST_AUTO_TEST_CASE(indexes_for_threads_that_are_not_to_meet_are_far_from_each_other) {
  BOOST_TEST((far_from_each_other(7, 2) == std::vector<std::size_t>{0, 4, 1, 5, 2, 6, 3}));
  BOOST_TEST((far_from_each_other(7, 3) == std::vector<std::size_t>{0, 3, 6, 1, 4, 2, 5}));
  BOOST_TEST((far_from_each_other(3, 8) == std::vector<std::size_t>{0, 1, 2}));
  BOOST_TEST((far_from_each_other(3, 0) == std::vector<std::size_t>{0, 1, 2}));
  BOOST_TEST(far_from_each_other(0, 2).empty());
}

BOOST_AUTO_TEST_CASE(the_pool_does_every_job_and_reports_it_on_the_calling_thread) {
  std::vector<std::atomic<int>> worked(500);
  std::vector<int> done(500);
  const auto caller = std::this_thread::get_id();

  run_pool(
      500,
      {{4}, 10},
      [](std::size_t i) { return i % 15; },
      [&](std::size_t i) { ++worked[i]; },
      [&](std::size_t i) {
        BOOST_REQUIRE(std::this_thread::get_id() == caller);
        BOOST_REQUIRE(worked[i] == 1);
        ++done[i];
        return true;
      });

  for (const int count : done) BOOST_REQUIRE(count == 1);
}

BOOST_AUTO_TEST_CASE(the_memory_budget_is_kept_and_what_exceeds_it_runs_alone) {
  constexpr std::uint64_t k_budget = 100;
  const auto memory = [](std::size_t i) -> std::uint64_t {
    return i % 10 == 0 ? 2 * k_budget : i % 40;
  };
  std::atomic<std::uint64_t> used{0};
  std::atomic<int> running{0};
  std::atomic<bool> exceeded{false};
  std::atomic<bool> large_had_company{false};

  run_pool(
      300,
      {{4}, k_budget},
      memory,
      [&](std::size_t i) {
        const std::uint64_t now = used += memory(i);
        const int beside = ++running;
        if (memory(i) > k_budget) {
          if (beside != 1) large_had_company = true;
          std::this_thread::yield();
          if (running != 1) large_had_company = true;
        } else if (now > k_budget) {
          exceeded = true;
        }
        --running;
        used -= memory(i);
      },
      [](std::size_t) { return true; });

  BOOST_TEST(!exceeded);
  BOOST_TEST(!large_had_company);
}

BOOST_AUTO_TEST_CASE(a_stopped_pool_reports_what_ran_and_starts_no_more) {
  std::atomic<int> worked{0};
  int done = 0;

  run_pool(
      1000,
      {{4}, UINT64_MAX},
      [](std::size_t) { return 1; },
      [&](std::size_t) {
        ++worked;
        std::this_thread::sleep_for(std::chrono::microseconds(200));
      },
      [&](std::size_t) { return ++done < 3; });

  BOOST_TEST(done == worked);
  BOOST_TEST(worked < 1000);
}

BOOST_AUTO_TEST_CASE(no_jobs_are_no_work) {
  run_pool(
      0,
      {{4}, 1},
      [](std::size_t) { return 1; },
      [](std::size_t) { BOOST_FAIL("called"); },
      [](std::size_t) { return true; });
}
