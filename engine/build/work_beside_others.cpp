#include "engine/build/work_beside_others.h"

#include <utility>

#include "engine/build/awaited_results.h"

namespace pixmill {

namespace {

class MissRun {
 public:
  MissRun(Plan& plan, const RunOptions& options, const Surroundings& around, const MissSteps& steps)
      : plan_(plan),
        options_(options),
        around_(around),
        steps_(steps),
        awaited_(plan, options, around) {}

  bool run(const std::vector<std::size_t>& misses) {
    ResultStore* const claims = options_.check_restored ? nullptr : &around_.results;
    if (!work_on(misses, claims)) return false;
    while (!awaited_.empty()) {
      steps_.store();
      AwaitedResults::Turn turn = awaited_.await();
      std::vector<std::size_t> unclaimed = std::move(turn.given_up);
      for (const std::size_t image : turn.stored) {
        if (!steps_.take_stored(image)) unclaimed.push_back(image);
      }
      if (!work_on(turn.ours, claims) || !work_on(unclaimed, nullptr)) return false;
    }
    return !steps_.is_stopped();
  }

 private:
  bool work_on(const std::vector<std::size_t>& misses, ResultStore* claims) {
    return work_out(plan_, misses, options_, {around_.files, claims}, [&](WorkedOut worked_out) {
      deliver(std::move(worked_out));
      return !steps_.is_stopped();
    });
  }

  void deliver(WorkedOut worked_out) {
    if (worked_out.claim != Claim::ours) {
      awaited_.add(worked_out.image);
      for (const std::size_t follower : worked_out.followers) awaited_.add(follower);
      return;
    }
    for (const std::size_t image : worked_out.unreadable) steps_.fail(image);
    if (worked_out.answer) {
      steps_.take(worked_out, *worked_out.answer);
      return;
    }
    steps_.fail(worked_out.image);
    for (const std::size_t follower : worked_out.followers) {
      plan_.images[follower].refusal = plan_.images[worked_out.image].refusal;
      steps_.fail(follower);
    }
  }

  Plan& plan_;
  const RunOptions& options_;
  const Surroundings& around_;
  const MissSteps& steps_;
  AwaitedResults awaited_;
};

}  // namespace

bool work_beside_others(Plan& plan,
                        const std::vector<std::size_t>& misses,
                        const RunOptions& options,
                        const Surroundings& around,
                        const MissSteps& steps) {
  return MissRun(plan, options, around, steps).run(misses);
}

}  // namespace pixmill
