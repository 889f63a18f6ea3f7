#include "engine/build/awaited_results.h"

#include <utility>

namespace pixmill {

namespace {

constexpr std::int64_t k_poll_ns = 10'000'000;
/// Half a minute without a single result: longer than all but the largest pictures take.
constexpr int k_patience_polls = 3'000;

}  // namespace

AwaitedResults::Turn AwaitedResults::await() {
  Turn turn;
  for (int polls = 0; polls < k_patience_polls && !is_stopped(); ++polls) {
    std::vector<std::size_t> still;
    for (const std::size_t image : waiting_) {
      switch (around_.results.claim(plan_.images[image].key)) {
        case Claim::stored:
          turn.stored.push_back(image);
          break;
        case Claim::ours:
          turn.ours.push_back(image);
          break;
        case Claim::by_another:
          still.push_back(image);
          break;
      }
    }
    waiting_ = std::move(still);
    if (!turn.stored.empty() || !turn.ours.empty() || waiting_.empty()) return turn;
    around_.files.sleep_ns(k_poll_ns);
  }
  turn.given_up = std::exchange(waiting_, {});
  return turn;
}

Claim await_claim(const ActionKey& key, const RunOptions& options, const Surroundings& around) {
  for (int polls = 0; polls < k_patience_polls; ++polls) {
    const Claim claim = around.results.claim(key);
    if (claim != Claim::by_another) return claim;
    if (options.stop && options.stop->load()) break;
    around.files.sleep_ns(k_poll_ns);
  }
  return Claim::ours;
}

}  // namespace pixmill
