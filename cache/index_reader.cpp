#include "cache/index_reader.h"

#include "cache/index_file.h"
#include "cache/result_rows.h"

namespace pixmill::cache {

IndexReader::IndexReader(const std::filesystem::path& folder)
    : database_(index_path(folder), OpenMode::read_only), blobs_(folder) {
  database_.run("BEGIN");  // ends with the connection
  // In KiB. A page of an output is read once: 2 MiB of them, which is the default, only keep what
  // is read next out of the processor's own cache. The few pages that lead to outputs stay.
  database_.execute("PRAGMA cache_size = -128");
}

bool IndexReader::load(const BlobRef& blob, const std::function<void(ByteView)>& use) {
  if (blob.size_bytes <= k_inline_limit_bytes) {
    return use_inline_blob(database_, blob, use) == InlineBlob::intact;
  }
  const auto bytes = blobs_.load(blob).bytes;
  if (bytes) use(*bytes);
  return bytes.has_value();
}

}  // namespace pixmill::cache
