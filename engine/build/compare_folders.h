// The folders that were found held against what the last build remembers of them: which files have
// the stamp that proves them unchanged, which are new, which are gone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/file_system.h"
#include "engine/base/parallel.h"
#include "engine/build/scan.h"
#include "engine/build/stat_all.h"
#include "engine/build/tree_state.h"
#include "engine/ports/tree_store.h"

namespace pixmill {

/// The key under which the tree store knows a folder: its root's number, '/', its relative path.
std::string folder_key(const ScannedFolder& folder);
/// The root's number in such a key.
std::size_t folder_root(std::string_view key);
/// The relative path in such a key.
std::string_view folder_name(std::string_view key);

/// How one file stands to what is remembered of it.
struct Standing {
  bool same_source = false;
  bool same_output = false;

  bool is_unchanged() const { return same_source && same_output; }
};

/// One folder held against its record.
struct ComparedFolder {
  FolderState known;
  std::vector<Standing> standings;       ///< of the files found
  std::vector<EntryState*> entries;      ///< in `known`: the files' own; null for new files
  std::vector<const EntryState*> gone;   ///< in `known`: those without a file
  std::vector<std::size_t> with_output;  ///< files whose record names an output, in order

  /// True if files and records are the same, and nothing about them changed.
  bool is_unchanged() const;
};

/// In order of `folders`. Every output is taken to be as its record says. Uses up the records of
/// these folders.
std::vector<ComparedFolder> compare_sources(const std::vector<ScannedFolder>& folders,
                                            StoredTree* stored,
                                            const Workers& workers);

/// The files that have one, below the folder `output`. Looks into `folders`.
std::vector<StatOrder> output_orders(const std::vector<ScannedFolder>& folders,
                                     const std::vector<ComparedFolder>& comparisons,
                                     const std::string& output,
                                     const Workers& workers);
bool is_as_recorded(const KnownVersion& output, const FileStat& stat);
/// Looks at the outputs.
void compare_outputs(const std::vector<ScannedFolder>& folders,
                     std::vector<ComparedFolder>& comparisons,
                     const std::string& output,
                     const Workers& workers,
                     FileSystem& files);

/// How many of the files found are not as their records say.
std::size_t count_changed_files(const std::vector<ComparedFolder>& folders);

}  // namespace pixmill
