// Replacing one file whole: written beside its place under a name of its own, synced, renamed.
//
// Two processes may write one path at once (two rules of a build that name one output, two builds),
// so the first free of some numbered names is taken and held by a lock. A lock goes with its
// process, however that ends: so what a killed one left is known from what is being written,
// without a process number that another machine may have too, or a look at the clock; and the next
// writer of that path replaces or removes it.
#pragma once

#include <string>

#include "engine/base/bytes.h"
#include "engine/base/file_system.h"
#include "engine/base/result.h"
#include "engine/build/tree_state.h"

namespace pixmill {

/// Where the bytes lie before they are renamed to `path`: number 0, unless others write it now.
std::string temporary_beside(const std::string& path, unsigned number = 0);

/// Replaces `path`, making its folder if need be; not where it holds these bytes already, so that
/// its times stay. `permissions_from`: a file whose permissions it gets; may be empty.
Result<KnownVersion> replace_file_if_different(const std::string& path,
                                               ByteView bytes,
                                               FileSystem& files,
                                               const std::string& permissions_from = {});

/// Replaces `path` in any case, and waits for no disk: for what the next build makes again should
/// the power fail, such as a depfile.
Status replace_file_unsynced(const std::string& path, ByteView bytes, FileSystem& files);

/// Replaces `path` in any case.
Result<KnownVersion> replace_file(const std::string& path,
                                  ByteView bytes,
                                  FileSystem& files,
                                  const std::string& permissions_from = {});

}  // namespace pixmill
