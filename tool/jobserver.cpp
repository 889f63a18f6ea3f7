#include "tool/jobserver.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

namespace pixmill::tool {

namespace {

FileDescriptor open_pipe(const std::string& path, int mode) {
  FileDescriptor opened(::open(path.c_str(), mode | O_NONBLOCK | O_CLOEXEC));
  struct stat status {};
  if (!opened.is_open() || ::fstat(opened.number(), &status) != 0) return {};
  return S_ISFIFO(status.st_mode) ? std::move(opened) : FileDescriptor();
}

/// Whether the descriptor was inherited open for that: O_RDONLY or O_WRONLY.
bool is_open_for(int descriptor, int mode) {
  const int flags = ::fcntl(descriptor, F_GETFL);
  if (flags < 0) return false;
  const int found = flags & O_ACCMODE;
  return found == mode || found == O_RDWR;
}

FileDescriptor open_inherited(int descriptor, int mode) {
  if (descriptor < 0 || !is_open_for(descriptor, mode)) return {};
  return open_pipe("/proc/self/fd/" + std::to_string(descriptor), mode);
}

bool is_same_pipe(const FileDescriptor& one, const FileDescriptor& other) {
  struct stat a {};
  struct stat b {};
  return ::fstat(one.number(), &a) == 0 && ::fstat(other.number(), &b) == 0 &&
         a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/// Becomes readable when a stop is requested.
class StopEvent {
 public:
  explicit StopEvent(std::stop_token stop)
      : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), wake_(std::move(stop), Wake{*this}) {}

  const FileDescriptor& event() const { return event_; }

 private:
  struct Wake {
    StopEvent& self;
    void operator()() const { ::eventfd_write(self.event_.number(), 1); }
  };

  FileDescriptor event_;
  std::stop_callback<Wake> wake_;
};

}  // namespace

Jobserver::Jobserver(FileDescriptor read_end, FileDescriptor write_end)
    : read_end_(std::move(read_end)), write_end_(std::move(write_end)) {
  for (std::atomic<int>& slot : held_) slot = k_free;
}

std::unique_ptr<Jobserver> Jobserver::connect(const JobserverAddress& address) {
  const bool is_named = !address.fifo.empty();
  // Reading alone, a FIFO would look closed to us while nobody else has it open for writing.
  auto read_end =
      is_named ? open_pipe(address.fifo, O_RDWR) : open_inherited(address.read_end, O_RDONLY);
  auto write_end =
      is_named ? open_pipe(address.fifo, O_WRONLY) : open_inherited(address.write_end, O_WRONLY);
  if (!read_end.is_open() || !write_end.is_open() || !is_same_pipe(read_end, write_end)) return {};
  return std::unique_ptr<Jobserver>(new Jobserver(std::move(read_end), std::move(write_end)));
}

bool Jobserver::acquire(std::stop_token stop) {
  const StopEvent stopped(stop);
  if (!stopped.event().is_open()) return false;
  std::array<pollfd, 2> watched{
      {{read_end_.number(), POLLIN, 0}, {stopped.event().number(), POLLIN, 0}}};
  while (!stop.stop_requested()) {
    if (::poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) return false;
    if (stop.stop_requested()) return false;
    switch (read_token()) {
      case Answer::token:
        return true;
      case Answer::gone:
        return false;
      case Answer::none_now:
        break;
    }
  }
  return false;
}

bool Jobserver::try_acquire() {
  return read_token() == Answer::token;
}

Jobserver::Answer Jobserver::read_token() {
  unsigned char token = 0;
  const ssize_t count = ::read(read_end_.number(), &token, 1);
  if (count == 1) return hold(token) ? Answer::token : Answer::gone;
  const bool may_come = count < 0 && (errno == EAGAIN || errno == EINTR);
  return may_come ? Answer::none_now : Answer::gone;
}

bool Jobserver::hold(unsigned char token) {
  for (std::atomic<int>& slot : held_) {
    int expected = k_free;
    if (slot.compare_exchange_strong(expected, token)) return true;
  }
  write_back(token);
  return false;
}

void Jobserver::release() {
  release_one();
}

void Jobserver::release_all() noexcept {
  while (release_one()) {
  }
}

bool Jobserver::release_one() noexcept {
  for (std::atomic<int>& slot : held_) {
    const int token = slot.exchange(k_free);
    if (token == k_free) continue;
    write_back(static_cast<unsigned char>(token));
    return true;
  }
  return false;
}

/// There is room: the byte was in the pipe before.
void Jobserver::write_back(unsigned char token) noexcept {
  while (::write(write_end_.number(), &token, 1) < 0 && errno == EINTR) {
  }
}

}  // namespace pixmill::tool
