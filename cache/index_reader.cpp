#include "cache/index_reader.h"

#include "cache/index_file.h"
#include "cache/result_rows.h"

namespace pixmill::cache {

IndexReader::IndexReader(const std::filesystem::path& folder)
    : database_(index_path(folder), OpenMode::read_only), blobs_(folder) {
  database_.run("BEGIN");  // ends with the connection
}

std::optional<Bytes> IndexReader::load(const BlobRef& blob) {
  if (blob.size_bytes > k_inline_limit_bytes) return blobs_.load(blob).bytes;
  return read_inline_blob(database_, blob).value;
}

}  // namespace pixmill::cache
