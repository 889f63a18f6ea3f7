// What is remembered of a built tree so that an unchanged picture costs two stats: for each file
// the version that was hashed, what its bytes were, which recipe made the output, and the output's
// version.
//
// Records are binary and by folder: a no-op build of 100,000 pictures reads 15 MB of them and
// nothing else. Failures are never remembered; they are tried again.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/file_system.h"
#include "engine/base/hash.h"
#include "engine/build/summary.h"
#include "engine/image/format.h"
#include "engine/recipe/action_key.h"
#include "engine/recipe/outcome.h"

namespace pixmill {

/// A file's version, and whether an equal stamp proves equal bytes: not if the file was so young
/// when it was hashed that a later write could have left the stamp as it was.
struct KnownVersion {
  FileStamp stamp;
  bool trusted = false;

  bool proves_unchanged(const FileStamp& now) const { return trusted && stamp == now; }
};

struct EntryState {
  std::string name;
  KnownVersion source;
  ContentHash content;
  Format format = Format::none;  ///< none: a foreign file, which has no output
  ImageStatus status = ImageStatus::kept;
  std::uint16_t recipe = 0;  ///< index into TreeHeader::recipes
  KnownVersion output;
  ContentHash output_hash;

  bool is_foreign() const { return format == Format::none; }
};

/// One folder's files in byte order of their names.
using FolderState = std::vector<EntryState>;

/// What can be said of the tree as a whole.
struct TreeHeader {
  Hash128 fingerprint;  ///< of everything but the files that decides the tree's outputs
  std::vector<std::string> roots;
  std::string output;
  KnownVersion manifest;
  ContentHash manifest_hash;
  std::vector<std::vector<KeyPart>> recipes;
  std::map<Format, FormatTotals> formats;
  std::map<ImageStatus, std::uint64_t> statuses;
  std::uint64_t foreign_files = 0;

  bool tells_of_failures() const;
};

/// One picture's row of the manifest, by its file's name: a JSON object, ready to be written.
struct RowView {
  std::string_view name;
  std::string_view row;
};
/// Those of one folder, in byte order of their names. They look into the record they came from: a
/// manifest of 100,000 pictures is 30 MB, and of almost all of it no more than a copy is wanted.
using FolderRows = std::vector<RowView>;

std::string encode_folder(const FolderState& folder);
std::string encode_header(const TreeHeader& header);
std::string encode_rows(const FolderRows& rows);

/// Nothing for a record that is damaged or of another version.
std::optional<FolderState> decode_folder(std::string_view record);
std::optional<TreeHeader> decode_header(std::string_view record);
std::optional<FolderRows> decode_rows(std::string_view record);

}  // namespace pixmill
