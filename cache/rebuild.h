// What a lost index takes with it is the small outputs and the trees; the large outputs, which took
// the longest to make, are files that say what they are the result of. A new index starts with
// them.
#pragma once

#include <filesystem>

namespace pixmill::cache {

/// Fills the empty index of `folder` from its blob files. The contents are not read: they are
/// hashed when they are served, like any other. The caller holds the folder's lock alone.
void rebuild_index(const std::filesystem::path& folder);

}  // namespace pixmill::cache
