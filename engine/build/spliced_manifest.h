// The manifest of a build that changed little, made from the last one's text: 100,000 pictures'
// rows are 30 MB, of which one changed picture concerns those of its folder. The rest is taken over
// in long runs, neither loaded from the cache nor looked at row by row.
//
// That rests on the last manifest being what the last build wrote, byte for byte, and on the tree's
// records telling of every row in it. Its stamp says so before, and its hash once it was read,
// which is when the new one is written. Where either is in doubt, or much changed, the manifest is
// put together from the rows that the cache holds (build_manifest.h). Both ways make the same
// bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/base/file_system.h"
#include "engine/build/manifest_text.h"

namespace pixmill {

struct Plan;
struct TreeHeader;

/// Relative paths of folders.
using FolderNames = std::set<std::string, std::less<>>;

/// Rows that stay, as the manifest has them one after the other. No row of a folder that changed
/// belongs between them.
struct KeptRows {
  std::string first_source;
  FileRange rows;  ///< without a separator at either end
};

/// What a manifest has outside some folders, in its order. Subfolders are folders of their own.
/// Nothing if it is not of the shape that this program writes, or cannot be read.
std::optional<std::vector<KeptRows>> rows_outside(const ReadableFile& manifest,
                                                  std::uint64_t size_bytes,
                                                  const FolderNames& changed);

struct SplicedManifest {
  LastManifest last;
  FolderNames changed;           ///< whose rows are made anew, in whichever root they lie
  std::vector<KeptRows> kept;    ///< the others
  std::uint64_t remembered = 0;  ///< as splice_manifest() was told
};

/// True where the rows of so many folders are worth taking over.
inline bool is_worth_splicing(std::size_t changed_folders, std::size_t all_folders) {
  return changed_folders <= all_folders / 2;
}

/// `remembered` is how many pictures the tree's records tell of. Nothing where the last manifest
/// cannot be relied on, says of failures, or little of it stays.
std::optional<SplicedManifest> splice_manifest(const Plan& plan,
                                               const std::string& manifest,
                                               std::uint64_t remembered,
                                               FileSystem& files);

}  // namespace pixmill
