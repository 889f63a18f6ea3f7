// A client of make's jobserver: a pipe with a byte for each job that make may still start. Who
// reads a byte may run one more worker and must write that very byte back, whatever happens to him:
// a byte that is lost slows the whole build down until its end. (GNU make's manual, "POSIX
// Jobserver Interaction"; Ninja and cargo speak it too.)
//
// The pipe is opened anew through /proc, so that reading it without blocking, which several
// waiting threads and a stop need, changes nothing for make and the other clients: that mode
// belongs to an open file, which all who inherited a descriptor share.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <optional>

#include "engine/base/posix_descriptor.h"
#include "engine/base/token_source.h"
#include "tool/makeflags.h"

namespace pixmill::tool {

/// More workers than any machine has processors are a mistyping.
inline constexpr unsigned k_most_jobs = 1024;

class Jobserver : public TokenSource {
 public:
  /// Null where there is no pipe at the address: make closes the descriptors to a rule that is not
  /// marked with '+', and other files may have their numbers by then.
  static std::unique_ptr<Jobserver> connect(const JobserverAddress& address);
  /// Gives back what is still held.
  ~Jobserver() override { release_all(); }
  Jobserver(const Jobserver&) = delete;
  Jobserver& operator=(const Jobserver&) = delete;

  bool acquire(std::stop_token stop) override;
  bool try_acquire() override;
  void release() override;
  /// May be called from a signal handler. A byte that another thread is just then reading is
  /// missed.
  void release_all() noexcept;

 private:
  enum class Answer { token, none_now, gone };

  Jobserver(FileDescriptor read_end, FileDescriptor write_end);
  Answer read_token();
  bool hold(unsigned char token);
  bool release_one() noexcept;
  void write_back(unsigned char token) noexcept;

  static constexpr int k_free = -1;
  static_assert(std::atomic<int>::is_always_lock_free, "else a signal handler could not read it");

  FileDescriptor read_end_;
  FileDescriptor write_end_;
  std::array<std::atomic<int>, k_most_jobs> held_;  ///< bytes read and not given back, or k_free
};

}  // namespace pixmill::tool
