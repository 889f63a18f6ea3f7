// The manifest: what a build made, for other programs. Deterministic UTF-8 JSON, sorted by source,
// without times, so that equal builds have equal manifests. Its schema is
// integrations/manifest.schema.json.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/bytes.h"
#include "engine/base/hash.h"
#include "engine/base/large_buffer.h"
#include "engine/build/summary.h"
#include "engine/recipe/outcome.h"

namespace pixmill {

/// A path as JSON can hold it: UTF-8 as it is; otherwise each byte that is not part of valid UTF-8,
/// and each '%', becomes %XX, and `escaped` says so.
struct ManifestName {
  std::string text;
  bool escaped = false;
};
ManifestName manifest_name(std::string_view path);
/// The reverse.
std::string path_of(const ManifestName& name);

struct ManifestImage {
  std::string_view source;  ///< relative to the source folder
  std::uint64_t source_bytes = 0;
  ContentHash source_hash;
  std::string_view output_path;  ///< relative to the output folder
  std::uint64_t output_bytes = 0;
  ContentHash output_hash;
};

/// One image's row: a JSON object on one line.
std::string manifest_row(const ManifestImage& image, const Outcome& outcome);
std::string failed_manifest_row(std::string_view source, std::string_view error);
/// The source of the row that `text` begins with; nothing if it begins with none.
std::optional<std::string> source_of_row(std::string_view text);

struct ManifestTotals {
  std::uint64_t images = 0;  ///< with an output
  std::uint64_t failed = 0;
  std::uint64_t source_bytes = 0;  ///< of those with an output
  std::uint64_t output_bytes = 0;
};

/// `rows` sorted by source, one object each, or several with ",\n" between them. They may lie in
/// `buffer`, which is used up then (join_in_place.h).
LargeBuffer manifest_text(const ManifestTotals& totals,
                          const std::vector<std::string_view>& rows,
                          LargeBuffer buffer = {});
/// The reverse: a manifest's rows, ",\n" between them. Nothing if the text is not of that shape.
std::optional<std::string_view> rows_of_manifest(std::string_view text);

/// An output that an earlier manifest claims as its own.
struct ManifestOutput {
  std::string path;
  ContentHash hash;
};
/// Nothing where the text is no manifest, or names a path that is absolute or climbs out.
std::vector<ManifestOutput> outputs_in_manifest(std::string_view text);

}  // namespace pixmill
