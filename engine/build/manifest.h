// The manifest: what a build made, for other programs. Deterministic UTF-8 JSON, sorted by source,
// without times, so that equal builds have equal manifests. Its schema is
// integrations/manifest.schema.json. Here are its rows; the text around them is manifest_text.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/bytes.h"
#include "engine/base/hash.h"
#include "engine/build/summary.h"
#include "engine/recipe/outcome.h"

namespace pixmill {

inline constexpr std::string_view k_manifest_schema = "pixmill-manifest/1";

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

/// An output that an earlier manifest claims as its own.
struct ManifestOutput {
  std::string path;
  ContentHash hash;
};
/// Nothing where the text is no manifest, or names a path that is absolute or climbs out.
std::vector<ManifestOutput> outputs_in_manifest(std::string_view text);

}  // namespace pixmill
