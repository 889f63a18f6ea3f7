// The folders that were found held against what the last build remembers of them: which files have
// the stamp that proves them unchanged, which are new, which are gone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/file_system.h"
#include "engine/base/parallel.h"
#include "engine/build/scan.h"
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
  std::vector<Standing> standings;      ///< of the files found
  std::vector<EntryState*> entries;     ///< in `known`: the files' own; null for new files
  std::vector<const EntryState*> gone;  ///< in `known`: those without a file
};

/// In order of `folders`. Outputs are looked for below the folder `output`.
std::vector<ComparedFolder> compare_folders(const std::vector<ScannedFolder>& folders,
                                            const StoredTree* stored,
                                            const std::string& output,
                                            const Workers& workers,
                                            FileSystem& files);

/// How many of the files found are not as their records say.
std::size_t count_changed_files(const std::vector<ComparedFolder>& folders);

}  // namespace pixmill
