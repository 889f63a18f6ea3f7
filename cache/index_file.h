// index.sqlite as a file: what it is before SQLite touches it, how it comes into being, and how a
// damaged one is put out of the way. It is told apart by its first 100 bytes alone, so that one of
// a newer pixmill is not changed in a single byte; and it is made under another name and renamed,
// so that a half-made one is never seen.
#pragma once

#include <filesystem>

namespace pixmill::cache {

enum class IndexState {
  missing,
  current,
  older,       ///< of an earlier schema
  newer,       ///< of a later one: not ours to touch
  damaged,     ///< no database, or not one of pixmill's
  unreadable,  ///< the operating system refuses or fails
};

std::filesystem::path index_path(const std::filesystem::path& folder);

/// Reads the header only (sqlite.org/fileformat2.html, 1.3).
IndexState inspect_index(const std::filesystem::path& folder);

/// Makes an empty index where there is none. The caller holds the folder's lock alone.
bool create_index(const std::filesystem::path& folder);

/// Renames the index to index.sqlite.damaged, replacing an earlier one, and removes its journal,
/// which must not be rolled back into its successor. The caller holds the folder's lock alone.
void set_index_aside(const std::filesystem::path& folder);

}  // namespace pixmill::cache
