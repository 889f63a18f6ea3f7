// Permission to run one more worker, from whoever shares the processors out among processes: make's
// jobserver, to name the one that there is. Every process may run one worker unasked; each further
// one needs a token while it works.
#pragma once

#include <stop_token>
#include <utility>

namespace pixmill {

/// Thread-safe.
class TokenSource {
 public:
  virtual ~TokenSource() = default;
  /// Waits for a token. False if a stop is requested first, or no token can come any more.
  virtual bool acquire(std::stop_token stop) = 0;
  /// A token if one is there now.
  virtual bool try_acquire() = 0;
  /// Gives one token back.
  virtual void release() = 0;
};

/// A token for as long as it is worked with.
class Permit {
 public:
  /// Without a source everything is permitted.
  static Permit wait_for(TokenSource* source, std::stop_token stop) {
    return {source, source == nullptr || source->acquire(std::move(stop))};
  }
  static Permit ask_for(TokenSource* source) {
    return {source, source == nullptr || source->try_acquire()};
  }
  ~Permit() {
    if (granted_ && source_ != nullptr) source_->release();
  }
  Permit(Permit&& other) noexcept
      : source_(other.source_), granted_(std::exchange(other.granted_, false)) {}
  Permit& operator=(Permit&&) = delete;
  Permit(const Permit&) = delete;
  Permit& operator=(const Permit&) = delete;

  explicit operator bool() const { return granted_; }

 private:
  Permit(TokenSource* source, bool granted) : source_(source), granted_(granted) {}

  TokenSource* source_;
  bool granted_;
};

}  // namespace pixmill
