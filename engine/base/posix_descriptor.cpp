#include "engine/base/posix_descriptor.h"

namespace pixmill {

bool write_all(const FileDescriptor& file, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written =
        retry([&] { return ::write(file.number(), bytes.data(), bytes.size()); });
    if (written < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace pixmill
