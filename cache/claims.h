// Who is working out which result just now, so that of two processes that want one picture only one
// encodes it. A claim is a lock on one byte of FOLDER/claims, at a place that the key gives: it
// goes with its process, however that ends, needs no row, no process number and no clock, and
// leaves nothing behind. Two keys may share a place (one in 2^62); the second then waits for
// nothing.
//
// These are open-file-description locks (fcntl(2), F_OFD_SETLK), which unlike the older ones are
// not lost when the process closes another descriptor of the file.
#pragma once

#include <filesystem>

#include "cache/posix_file.h"
#include "engine/base/hash.h"

namespace pixmill::cache {

/// Used from one thread at a time.
class Claims {
 public:
  explicit Claims(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// False if another process holds it. True also where nothing can be locked: then everybody
  /// works for himself.
  bool try_take(const ActionKey& key);
  void release(const ActionKey& key) const;

 private:
  bool lock(const ActionKey& key, short type) const;

  std::filesystem::path folder_;
  FileDescriptor file_;  ///< opened for the first claim
};

}  // namespace pixmill::cache
