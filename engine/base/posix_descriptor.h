// What everything that touches files by their descriptors needs: one that closes itself, calls that
// a signal does not end, and writes that are whole. Both the file-system port and the cache stand
// on it.
#pragma once

#include <unistd.h>

#include <cerrno>
#include <utility>

#include "engine/base/bytes.h"

namespace pixmill {

class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int number) : number_(number) {}
  ~FileDescriptor() {
    if (is_open()) ::close(number_);
  }
  FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  /// False, with errno set, where a delayed write failed.
  bool close() { return ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_ = -1;
};

/// Calls again for as long as a signal interrupts.
template <class Call>
auto retry(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

/// False, with errno set, where not everything could be written.
bool write_all(const FileDescriptor& file, ByteView bytes);

}  // namespace pixmill
