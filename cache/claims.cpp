#include "cache/claims.h"

#include <fcntl.h>

#include <cerrno>

namespace pixmill::cache {

namespace {

/// Where the key's byte lies; the range must end within off_t.
off_t place_of(const ActionKey& key) {
  const ByteView bytes(key.bytes);
  const std::uint64_t first = std::uint64_t{read_be32(bytes)} << 32 | read_be32(bytes.subspan(4));
  return static_cast<off_t>(first >> 2);
}

}  // namespace

bool Claims::lock(const ActionKey& key, short type) const {
  struct flock range {};
  range.l_type = type;
  range.l_whence = SEEK_SET;
  range.l_start = place_of(key);
  range.l_len = 1;
  return ::fcntl(file_.number(), F_OFD_SETLK, &range) == 0;
}

bool Claims::try_take(const ActionKey& key) {
  if (!file_.is_open()) {
    file_ = FileDescriptor(
        ::open((folder_ / "claims").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666));
  }
  if (!file_.is_open() || lock(key, F_WRLCK)) return true;
  return errno != EAGAIN && errno != EACCES;
}

void Claims::release(const ActionKey& key) const {
  if (file_.is_open()) lock(key, F_UNLCK);
}

}  // namespace pixmill::cache
