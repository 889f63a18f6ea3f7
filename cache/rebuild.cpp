#include "cache/rebuild.h"

#include "cache/blob_files.h"
#include "cache/blob_format.h"
#include "cache/index_file.h"
#include "cache/result_rows.h"

namespace pixmill::cache {

void rebuild_index(const std::filesystem::path& folder) {
  Database database(index_path(folder), OpenMode::read_write);
  const BlobFiles blobs(folder);
  // Nobody knows when these were used last: they are the first to go.
  constexpr std::int64_t k_never = 0;
  database.run("BEGIN IMMEDIATE");
  blobs.for_each([&](const ContentHash& hash, std::uint64_t) {
    const auto description = read_blob_description(open_regular_file(blobs.path_of(hash)));
    if (!description || description->result.output->hash != hash) return;
    write_result(database, description->key, description->result, k_never);
  });
  database.run("COMMIT");
}

}  // namespace pixmill::cache
