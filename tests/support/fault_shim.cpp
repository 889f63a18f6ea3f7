// A library to be preloaded (LD_PRELOAD) into the program, that lets chosen system calls below one
// folder fail, fall short, or kill the process: what strace injects, but told apart by folder (the
// cache's disk is full, the output's is not) and cheap enough to try every Nth call.
//
//   PIXMILL_FAULT_BELOW  the folder, absolute
//   PIXMILL_FAULT_CALLS  of write, sync, rename, unlink, open (for writing), truncate, mkdir; with
//                        commas between
//   PIXMILL_FAULT_KIND   an errno, "kill" (before the call), "kill-after", or "short" (half of what
//                        was to be written)
//   PIXMILL_FAULT_NTH    counted from 1 over all threads; "N+" is the Nth and all later ones
//
// Linux and glibc, as the program's tests are.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

namespace {

std::string variable(const char* name) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): the program never changes its environment
  const char* value = std::getenv(name);
  return value ? value : "";
}

/// What is to go wrong, read once.
struct Plan {
  std::string below = variable("PIXMILL_FAULT_BELOW");
  std::string calls = "," + variable("PIXMILL_FAULT_CALLS") + ",";
  std::string kind = variable("PIXMILL_FAULT_KIND");
  std::string nth_text = variable("PIXMILL_FAULT_NTH");
  unsigned long nth = std::strtoul(nth_text.c_str(), nullptr, 10);
  bool and_later = nth_text.ends_with('+');

  bool strikes(std::string_view call) const {
    return calls.find("," + std::string(call) + ",") != std::string::npos;
  }
  bool covers(std::string_view path) const {
    return path.starts_with(below) && (path.size() == below.size() || path[below.size()] == '/');
  }
};

const Plan& plan() {
  static const Plan read;
  return read;
}

std::atomic<unsigned long> counted{0};

std::string path_of(int fd) {
  char link[64];
  char path[PATH_MAX];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t size = ::readlink(link, path, sizeof path);
  return size > 0 ? std::string(path, static_cast<std::size_t>(size)) : std::string();
}

std::string path_at(int folder, const char* name) {
  if (name[0] == '/') return name;
  return (folder == AT_FDCWD ? std::string() : path_of(folder) + "/") + name;
}

enum class Fate { normal, fails, falls_short, dies_after };

/// What happens to this call; a process that is to die before it does so here.
Fate fate(std::string_view call, std::string_view path) {
  const Plan& faults = plan();
  if (faults.below.empty() || !faults.strikes(call) || !faults.covers(path)) return Fate::normal;
  const unsigned long number = ++counted;
  if (number != faults.nth && !(faults.and_later && number > faults.nth)) return Fate::normal;
  if (faults.kind == "short") return Fate::falls_short;
  if (faults.kind == "kill-after") return Fate::dies_after;
  if (faults.kind == "kill") ::kill(::getpid(), SIGKILL);
  errno = static_cast<int>(std::strtol(faults.kind.c_str(), nullptr, 10));
  return Fate::fails;
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

/// `perform` is the call itself.
template <class Call>
auto carry_out(Fate what, Call perform) -> decltype(perform()) {
  if (what == Fate::fails) return -1;
  const auto result = perform();
  if (what == Fate::dies_after) ::kill(::getpid(), SIGKILL);
  return result;
}

std::size_t share(Fate what, std::size_t size) {
  return what == Fate::falls_short && size > 1 ? size / 2 : size;
}

bool opens_for_writing(int flags) {
  return (flags & O_ACCMODE) != O_RDONLY;
}

}  // namespace

extern "C" {

ssize_t write(int fd, const void* bytes, size_t size) {
  static auto* const next = real<ssize_t(int, const void*, size_t)>("write");
  const Fate what = fate("write", path_of(fd));
  return carry_out(what, [&] { return next(fd, bytes, share(what, size)); });
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t at) {
  static auto* const next = real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  const Fate what = fate("write", path_of(fd));
  return carry_out(what, [&] { return next(fd, bytes, share(what, size), at); });
}

ssize_t pwrite(int fd, const void* bytes, size_t size, off_t at) {
  return pwrite64(fd, bytes, size, at);
}

ssize_t writev(int fd, const iovec* parts, int count) {
  static auto* const next = real<ssize_t(int, const iovec*, int)>("writev");
  const Fate what = fate("write", path_of(fd));
  const int wanted = what == Fate::falls_short && count > 1 ? count / 2 : count;
  return carry_out(what, [&] { return next(fd, parts, wanted); });
}

int fsync(int fd) {
  static auto* const next = real<int(int)>("fsync");
  return carry_out(fate("sync", path_of(fd)), [&] { return next(fd); });
}

int fdatasync(int fd) {
  static auto* const next = real<int(int)>("fdatasync");
  return carry_out(fate("sync", path_of(fd)), [&] { return next(fd); });
}

int syncfs(int fd) noexcept {
  static auto* const next = real<int(int)>("syncfs");
  return carry_out(fate("sync", path_of(fd)), [&] { return next(fd); });
}

int rename(const char* from, const char* to) noexcept {
  static auto* const next = real<int(const char*, const char*)>("rename");
  return carry_out(fate("rename", to), [&] { return next(from, to); });
}

int link(const char* from, const char* to) noexcept {
  static auto* const next = real<int(const char*, const char*)>("link");
  return carry_out(fate("rename", to), [&] { return next(from, to); });
}

int unlink(const char* path) noexcept {
  static auto* const next = real<int(const char*)>("unlink");
  return carry_out(fate("unlink", path), [&] { return next(path); });
}

int remove(const char* path) noexcept {
  static auto* const next = real<int(const char*)>("remove");
  return carry_out(fate("unlink", path), [&] { return next(path); });
}

int unlinkat(int folder, const char* name, int flags) noexcept {
  static auto* const next = real<int(int, const char*, int)>("unlinkat");
  return carry_out(fate("unlink", path_at(folder, name)),
                   [&] { return next(folder, name, flags); });
}

int ftruncate64(int fd, off64_t size) noexcept {
  static auto* const next = real<int(int, off64_t)>("ftruncate64");
  return carry_out(fate("truncate", path_of(fd)), [&] { return next(fd, size); });
}

int ftruncate(int fd, off_t size) noexcept {
  return ftruncate64(fd, size);
}

int mkdir(const char* path, mode_t mode) noexcept {
  static auto* const next = real<int(const char*, mode_t)>("mkdir");
  return carry_out(fate("mkdir", path), [&] { return next(path, mode); });
}

int open64(const char* path, int flags, ...) {
  static auto* const next = real<int(const char*, int, mode_t)>("open64");
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  const Fate what = opens_for_writing(flags) ? fate("open", path) : Fate::normal;
  return carry_out(what, [&] { return next(path, flags, mode); });
}

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return open64(path, flags, mode);
}

}  // extern "C"
