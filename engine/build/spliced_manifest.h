// The manifest of a build that changed little, made from the last one's text: 100,000 pictures'
// rows are 30 MB, of which one changed picture concerns those of its folder. The rest is taken over
// in long runs, neither loaded from the cache nor looked at row by row.
//
// That rests on the last manifest being what the last build wrote, byte for byte, and on the tree's
// records telling of every row in it. Where either is in doubt, or much changed, there is no
// splice, and the manifest is put together from the rows that the cache holds (build_manifest.h).
// Both ways make the same bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/bytes.h"
#include "engine/base/file_system.h"
#include "engine/base/large_buffer.h"

namespace pixmill {

struct Plan;
struct TreeHeader;

/// Relative paths of folders.
using FolderNames = std::set<std::string, std::less<>>;

/// Rows that stay, as the manifest has them one after the other. No row of a folder that changed
/// belongs between them.
struct KeptRows {
  std::string first_source;
  std::string_view rows;  ///< without a separator at either end
};

/// What a manifest has outside some folders, in its order. Subfolders are folders of their own.
/// Nothing if the text is not of the shape that this program writes.
std::optional<std::vector<KeptRows>> rows_outside(std::string_view manifest,
                                                  const FolderNames& changed);

/// Checked against the hash that was remembered.
struct LastManifest {
  LargeBuffer memory;  ///< begins with the text; some room for new rows follows
  std::size_t size_bytes = 0;

  std::string_view text() const { return as_text(ByteView(memory).first(size_bytes)); }
};

/// Nothing where the file is not what the last build wrote.
std::optional<LastManifest> read_last_manifest(const TreeHeader& last,
                                               const std::string& path,
                                               FileSystem& files);

struct SplicedManifest {
  LastManifest last;
  FolderNames changed;           ///< whose rows are made anew, in whichever root they lie
  std::vector<KeptRows> kept;    ///< the others, which look into the last manifest
  std::uint64_t remembered = 0;  ///< as splice_manifest() was told
};

/// True where the rows of so many folders are worth taking over.
inline bool is_worth_splicing(std::size_t changed_folders, std::size_t all_folders) {
  return changed_folders <= all_folders / 2;
}

/// Reads the last manifest, unless `read` is what was read. `remembered` is how many pictures the
/// tree's records tell of. Nothing where the last manifest cannot be relied on, says of failures,
/// or little of it stays.
std::optional<SplicedManifest> splice_manifest(const Plan& plan,
                                               const std::string& manifest,
                                               std::uint64_t remembered,
                                               FileSystem& files,
                                               std::optional<LastManifest> read = {});

}  // namespace pixmill
