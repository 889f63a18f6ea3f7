// Pulling the plug: the Nth change to disk or stores is the last one that happens, as if the
// program had been killed there. Whatever it does afterwards has no effect.
#pragma once

#include <atomic>
#include <cstdint>

namespace pixmill::test {

class Power {
 public:
  /// From now on `changes` more changes happen, and none after them.
  void cut_after(std::uint64_t changes) { left_ = changes; }
  void restore() { left_ = UINT64_MAX; }
  bool is_cut() const { return left_ == 0; }

  /// Asked before every change, by whatever thread: whether it may happen.
  bool allows_change() {
    std::uint64_t left = left_;
    while (left != 0 && left != UINT64_MAX && !left_.compare_exchange_weak(left, left - 1)) {
    }
    return left != 0;
  }

 private:
  std::atomic<std::uint64_t> left_ = UINT64_MAX;
};

}  // namespace pixmill::test
