// A large output as a file that describes itself: the bytes, then what the index said of them, so
// that a lost index can be made anew from the files alone (rebuild.h). The bytes come first and
// unchanged, so serving them needs no more than the hash that the file is named by.
//
//   content | record | trailer of 64 bytes: record size (4), format version (4), content size (8),
//   action key (16), content hash (16), XXH3-64 over the record and the trailer so far (8), magic
//   (8)
//
// Numbers are little-endian. A blob that several keys share carries the first one's description.
#pragma once

#include <optional>

#include "cache/posix_file.h"
#include "engine/base/bytes.h"
#include "engine/ports/result_store.h"

namespace pixmill::cache {

/// What a blob file says of itself.
struct BlobDescription {
  ActionKey key;
  StoredResult result;  ///< `output` is always there
};

/// What follows the content in the file.
Bytes blob_description(const ActionKey& key, const StoredResult& result);

/// Nothing if the file's end is missing or damaged. The content itself is not looked at.
std::optional<BlobDescription> read_blob_description(const FileDescriptor& file);

}  // namespace pixmill::cache
