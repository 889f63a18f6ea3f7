// Replacing one file whole: written beside its place under a name of its own, synced, renamed. The
// name is fixed, so what a killed program left is replaced by the next one's.
#pragma once

#include <string>

#include "engine/base/bytes.h"
#include "engine/base/file_system.h"
#include "engine/base/result.h"
#include "engine/build/tree_state.h"

namespace pixmill {

/// Where the bytes lie before they are renamed to `path`.
std::string temporary_beside(const std::string& path);

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
