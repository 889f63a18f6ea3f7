// Pulling the plug: the Nth change to disk or stores is the last one that happens, as if the
// program had been killed there. Whatever it does afterwards has no effect.
#pragma once

#include <cstdint>

namespace pixmill::test {

class Power {
 public:
  /// From now on `changes` more changes happen, and none after them.
  void cut_after(std::uint64_t changes) { left_ = changes; }
  void restore() { left_ = UINT64_MAX; }
  bool is_cut() const { return left_ == 0; }

  /// Asked before every change: whether it may happen.
  bool allows_change() {
    if (left_ == 0) return false;
    if (left_ != UINT64_MAX) --left_;
    return true;
  }

 private:
  std::uint64_t left_ = UINT64_MAX;
};

}  // namespace pixmill::test
