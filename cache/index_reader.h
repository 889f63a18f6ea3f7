// Blobs for one thread beside others. SQLite lets one thread at a time use a connection, so each
// reader has one of its own, with one transaction for all that it reads: locks and a look for a
// journal cost more than a small output.
//
// It changes nothing and warns of nothing. Whatever it cannot give is asked of the store once more,
// which may.
#pragma once

#include <filesystem>

#include "cache/blob_files.h"
#include "cache/database.h"
#include "engine/ports/result_store.h"

namespace pixmill::cache {

class IndexReader final : public BlobReader {
 public:
  /// For a folder whose index this process has open, and holds the folder's lock for.
  explicit IndexReader(const std::filesystem::path& folder);

  bool load(const BlobRef& blob, const std::function<void(ByteView)>& use) override;

 private:
  Database database_;
  BlobFiles blobs_;
};

}  // namespace pixmill::cache
